using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Faults of a layer map against the parameters that it describes.</summary>
internal static class MapFault
{
    /// <summary>PIM1061: a tensor, or a layer of a folder, does not have the shape that the map says.</summary>
    public static UserErrorException Shape(MapPlace place, string message, string remedy) => At(place, "PIM1061", message, remedy);

    /// <summary>PIM1062: a stored weight that the convention does not allow.</summary>
    public static UserErrorException Value(MapPlace place, string message, string remedy) => At(place, "PIM1062", message, remedy);

    /// <summary>PIM1063: a step that cannot be where it is.</summary>
    public static UserErrorException Order(MapPlace place, string message, string remedy) => At(place, "PIM1063", message, remedy);

    /// <summary>Any number, at a place of the map.</summary>
    public static UserErrorException At(MapPlace place, string code, string message, string remedy) => new(code, message, place.File, remedy, place.Line, place.Column);
}
