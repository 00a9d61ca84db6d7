namespace PimSim.Interop;

/// <summary>A network read by a layer map: steps in order, shapes checked, weights in canonical order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The images and their encoding.</param>
/// <param name="ClassCount">Number of classes, equal to the outputs of the last layer.</param>
/// <param name="Classes">Their names; empty where nothing names them.</param>
/// <param name="Decision">How the class follows.</param>
/// <param name="Items">The steps.</param>
internal sealed record MappedNetwork(
    string Name, MapInput Input, int ClassCount, IReadOnlyList<string> Classes, ClassDecision Decision, IReadOnlyList<MappedItem> Items);
