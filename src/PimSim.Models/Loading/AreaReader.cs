using PimSim.Core;

namespace PimSim.Models;

/// <summary>Reads the optional section <c>area</c>: square micrometres of a bank and of a unit's components.</summary>
internal static class AreaReader
{
    /// <summary>Components of one processing unit.</summary>
    private static readonly string[] OfUnit = ["inputRegisters", "xnor", "accumulators", "thresholds", "simd", "vectorRegisters", "instructionStore", "control"];

    /// <summary>The areas, or null where the file gives none.</summary>
    public static AreaModel? Read(YamlMapReader top, List<ModelNumber> numbers, Organization organization, ProcessingUnitModel? unit)
    {
        if (top.Map("area", required: false) is not { } map)
        {
            return null;
        }

        NumberGroup group = new(map, numbers);
        List<AreaComponent> components = [];
        Add(group, components, AreaModel.Bank, (long)organization.Domains * organization.Banks * organization.Chips);
        foreach (string name in OfUnit)
        {
            long count = unit is null ? 0 : (long)organization.Domains * (organization.Banks / unit.BanksPerUnit) * organization.Chips;
            if (unit is null && map.Find(name) is { } place)
            {
                map.Context.Report("PIM0157", $"'area.{name}' is of a processing unit, and the device has none", place, "leave it out, or name a processing standard");
            }
            else
            {
                Add(group, components, name, count);
            }
        }

        map.Finish();
        return new AreaModel { Components = components };
    }

    private static void Add(NumberGroup group, List<AreaComponent> components, string name, long count)
    {
        if (group.Read(new ParameterSpec(name, "um2") { Optional = true, DefaultSource = "no value in the model" }) is { } area)
        {
            components.Add(new AreaComponent(name, area.ToDouble(), count));
        }
    }
}
