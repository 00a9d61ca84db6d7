namespace PimSim.Interop;

/// <summary>What a rectifier leaves of a channel's values: none below <paramref name="Least"/>, none above <paramref name="Most"/>.</summary>
/// <param name="Least">The smallest value, or null.</param>
/// <param name="Most">The largest value, or null.</param>
internal sealed record ValueRange(Surd? Least, Surd? Most)
{
    /// <summary>The value itself, or the end of the range that it lies beyond.</summary>
    public Surd Keep(Surd value) => Least is not null && value.CompareTo(Least) < 0 ? Least
        : Most is not null && value.CompareTo(Most) > 0 ? Most
        : value;

    /// <summary>The range after a multiplication and a sum.</summary>
    public ValueRange Affine(Surd factor, Surd term)
    {
        Surd? low = Least is null ? null : (Least * factor) + term;
        Surd? high = Most is null ? null : (Most * factor) + term;
        return factor.Sign < 0 ? new ValueRange(high, low) : new ValueRange(low, high);
    }

    /// <summary>This range of values that were in <paramref name="first"/>.</summary>
    public ValueRange After(ValueRange first) => new(
        Least is null ? first.Least is null ? null : Keep(first.Least) : first.Least is null ? Least : Keep(first.Least),
        Most is null ? first.Most is null ? null : Keep(first.Most) : first.Most is null ? Most : Keep(first.Most));
}
