namespace PimSim.Models;

/// <summary>The names that expressions may use, with their values.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, Rational> values = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => values.Keys;

    public Rational? Find(string name) => values.TryGetValue(name, out Rational value) ? value : null;

    /// <summary>False when the name is taken.</summary>
    public bool TryAdd(string name, Rational value) => values.TryAdd(name, value);

    public NameTable Copy()
    {
        NameTable copy = new();
        foreach ((string name, Rational value) in values)
        {
            copy.values.Add(name, value);
        }

        return copy;
    }
}
