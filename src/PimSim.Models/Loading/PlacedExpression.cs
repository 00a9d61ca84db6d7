using PimSim.Core;

namespace PimSim.Models;

/// <summary>An expression with its place in a file, so that faults of evaluation are placed as well.</summary>
internal sealed class PlacedExpression
{
    /// <summary>Bits of a numerator or denominator; what is above grows without end when expressions build on each other.</summary>
    private const int MaxBits = 1024;

    private readonly Expression root;

    private PlacedExpression(Expression root, YamlScalar place, YamlContext context)
    {
        this.root = root;
        Place = place;
        Context = context;
    }

    public YamlScalar Place { get; }

    public YamlContext Context { get; }

    public string Text => Place.Text;

    public bool UsesCount => root.Uses(Expression.CountName);

    /// <summary>True when one of <paramref name="names"/> occurs.</summary>
    public bool UsesAny(IEnumerable<string> names) => names.Any(root.Uses);

    /// <summary>Reads an expression; null after a report.</summary>
    public static PlacedExpression? Read(YamlScalar? scalar, YamlContext context)
    {
        if (scalar is null)
        {
            return null;
        }

        try
        {
            return new PlacedExpression(ExpressionParser.Parse(scalar.Text), scalar, context);
        }
        catch (ExpressionException e)
        {
            Report(e, scalar, context, null);
            return null;
        }
    }

    /// <summary>The exact value; null after a report. <paramref name="count"/> is n, null where n means nothing (PIM0134).</summary>
    public Rational? Evaluate(NameTable names, int? count = null)
    {
        if (count is null && UsesCount)
        {
            Context.Report("PIM0134", $"'{Text}' uses n, which means nothing here", Place, "n is allowed in latencies and command energies");
            return null;
        }

        try
        {
            Rational value = root.Evaluate(name => name == Expression.CountName ? count : names.Find(name));
            if (value.Numerator.GetBitLength() <= MaxBits && value.Denominator.GetBitLength() <= MaxBits)
            {
                return value;
            }

            Context.Report("PIM0133", $"'{Text}' gives a number of more than {MaxBits} bits", Place);
            return null;
        }
        catch (ExpressionException e)
        {
            Report(e, Place, Context, names);
            return null;
        }
    }

    /// <summary>The value rounded up to whole cycles; null after a report (PIM0133 above 2^30 or below <paramref name="min"/>).</summary>
    public int? EvaluateCycles(NameTable names, int? count = null, int min = int.MinValue)
    {
        if (Evaluate(names, count) is not { } value)
        {
            return null;
        }

        System.Numerics.BigInteger cycles = value.Ceiling();
        if (cycles > 1 << 30 || cycles < min)
        {
            Context.Report("PIM0133", $"'{Text}' gives {cycles} cycles", Place, $"it must be from {Math.Max(min, 0)} to {1 << 30}");
            return null;
        }

        return (int)cycles;
    }

    private static void Report(ExpressionException e, YamlScalar scalar, YamlContext context, NameTable? names)
    {
        YamlScalar at = scalar with { Column = scalar.Column + e.Offset + (scalar.Quoted ? 1 : 0) };
        context.Report(e.Code, e.Message, at, e.Name is null || names is null ? null : NearestName.Remedy(e.Name, names.Names));
    }
}
