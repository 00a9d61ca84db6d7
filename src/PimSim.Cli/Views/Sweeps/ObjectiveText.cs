using System.Globalization;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary>Values of objectives as people write them.</summary>
internal static class ObjectiveText
{
    /// <summary>The value with the unit of its column.</summary>
    public static string Of(Objective objective, double value) => objective.Column switch
    {
        "timeSeconds" or "firstImageSeconds" => Quantity.Si(value, "s"),
        "cycles" => Quantity.Count((long)value),
        "energyPj" => Quantity.Si(value * 1e-12, "J"),
        "powerW" => Quantity.Si(value, "W"),
        "energyDelayJs" => Quantity.Si(value, "Js"),
        "areaUm2" => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.####} mm²"),
        "imagesPerSecond" => Quantity.Si(value, "images/s"),
        "accuracy" => Quantity.Percent(value),
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };
}
