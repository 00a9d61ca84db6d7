using System.Globalization;

namespace PimSim.Device.Tests;

/// <summary>Integer formulas of the rule lists: numbers, names, + - * and max(), evaluated while reading.</summary>
internal sealed class Formula
{
    private readonly string text;
    private readonly Func<string, long> value;
    private int at;

    private Formula(string text, Func<string, long> value)
    {
        this.text = text.Replace(" ", "", StringComparison.Ordinal);
        this.value = value;
    }

    public static long Evaluate(string text, Func<string, long> value)
    {
        var formula = new Formula(text, value);
        long result = formula.Sum();
        return formula.at == formula.text.Length ? result : throw new FormatException($"'{text}' at {formula.at}");
    }

    private long Sum()
    {
        long sum = Product();
        while (at < text.Length && text[at] is '+' or '-')
        {
            sum += text[at++] == '+' ? Product() : -Product();
        }

        return sum;
    }

    private long Product()
    {
        long product = Atom();
        while (Take('*'))
        {
            product *= Atom();
        }

        return product;
    }

    private long Atom()
    {
        if (Take('('))
        {
            long inner = Sum();
            return Take(')') ? inner : throw new FormatException(text);
        }

        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        string word = text[start..at];
        if (word == "max" && Take('('))
        {
            long greatest = Sum();
            while (Take(','))
            {
                greatest = Math.Max(greatest, Sum());
            }

            return Take(')') ? greatest : throw new FormatException(text);
        }

        return char.IsAsciiDigit(word[0]) ? long.Parse(word, CultureInfo.InvariantCulture) : value(word);
    }

    private bool Take(char c)
    {
        bool taken = at < text.Length && text[at] == c;
        at += taken ? 1 : 0;
        return taken;
    }
}
