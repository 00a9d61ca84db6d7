using PimSim.Core;

namespace PimSim.Models;

/// <summary>
/// Two expressions over named numbers, compared: <c>expression (&lt; | &lt;= | == | != | &gt;= | &gt;) expression</c>. Exact.
/// </summary>
public sealed class Condition
{
    private readonly Expression left;
    private readonly Expression right;
    private readonly string comparison;

    private Condition(string text, Expression left, string comparison, Expression right)
    {
        Text = text;
        this.left = left;
        this.comparison = comparison;
        this.right = right;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The names that occur, each once.</summary>
    public IReadOnlyList<string> Names => [.. left.Names.Concat(right.Names).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a condition; null after a report (PIM0130, PIM0135).</summary>
    public static Condition? Read(YamlScalar scalar, YamlContext context)
    {
        string text = scalar.Text;
        int at = text.AsSpan().IndexOfAny("<>=!");
        string comparison = at < 0 ? "" : at + 1 < text.Length && text[at + 1] == '=' ? text.Substring(at, 2) : text.Substring(at, 1);
        int rest = at + comparison.Length;
        if (comparison is not ("<" or "<=" or "==" or "!=" or ">=" or ">"))
        {
            context.Report("PIM0130", $"'{text}' compares nothing", scalar, "write one of < <= == != >= > between two expressions");
            return null;
        }

        Expression? left = Side(text[..at], 0, scalar, context);
        Expression? right = Side(text[rest..], rest, scalar, context);
        return left is null || right is null ? null : new Condition(text, left, comparison, right);
    }

    /// <summary>Whether it holds; false where it divides by zero.</summary>
    /// <param name="value">The number behind a name, as a decimal text without exponent.</param>
    /// <exception cref="InternalErrorException">A name has no number.</exception>
    public bool Holds(Func<string, string> value)
    {
        Rational Lookup(string name) =>
            Rational.TryParse(value(name), out Rational number) ? number : throw new InternalErrorException($"'{value(name)}' behind '{name}' is no number");
        int order;
        try
        {
            order = left.Evaluate(name => Lookup(name)).CompareTo(right.Evaluate(name => Lookup(name)));
        }
        catch (ExpressionException)
        {
            return false;
        }

        return comparison switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            "==" => order == 0,
            "!=" => order != 0,
            ">=" => order >= 0,
            _ => order > 0,
        };
    }

    private static Expression? Side(string text, int offset, YamlScalar scalar, YamlContext context)
    {
        try
        {
            return ExpressionParser.Parse(text);
        }
        catch (ExpressionException e)
        {
            context.Report(e.Code, e.Message, scalar with { Column = scalar.Column + offset + e.Offset + (scalar.Quoted ? 1 : 0) });
            return null;
        }
    }
}
