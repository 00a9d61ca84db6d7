namespace PimSim.Exploration;

/// <summary>One parameter that an axis varies.</summary>
/// <param name="Name">Its name in constraints and its column in results.</param>
/// <param name="Path">What it sets: a parameter of the device model as in <c>--set</c>, or one of <see cref="SweepParameters"/>.</param>
/// <param name="Values">Its values in the order of the axis, as text: numbers are decimals without exponent.</param>
public sealed record AxisParameter(string Name, string Path, IReadOnlyList<string> Values)
{
    /// <summary>True when every value is a number.</summary>
    public bool IsNumeric { get; } = Values.All(Decimals.IsNumber);

    /// <summary>True when every value is an integer of 64 bits.</summary>
    public bool IsInteger { get; } = Values.All(v => long.TryParse(v, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _));
}
