using System.Globalization;

namespace PimSim.Exploration;

/// <summary>Numbers of axes as decimal text without exponent, the form in which models read them.</summary>
internal static class Decimals
{
    /// <summary>Digits that computed values keep.</summary>
    private const int Digits = 12;

    /// <summary>Most digits that a model reads.</summary>
    private const int MaxDigits = 18;

    /// <summary>A decimal number, with or without exponent, or null.</summary>
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    public static bool IsNumber(string text) => text.Length > 0 && text[0] != '+' && Parse(text) is not null;

    /// <summary>The shortest text of a number: no exponent, no zeros at the end.</summary>
    public static string Text(decimal value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>As <see cref="Text(decimal)"/>, rounded to significant digits.</summary>
    public static string Rounded(decimal value)
    {
        if (value == 0)
        {
            return "0";
        }

        int places = Digits;
        for (decimal size = Math.Abs(value); size >= 1 && places > 0; size /= 10)
        {
            places--;
        }

        for (decimal size = Math.Abs(value); size < 0.1m && places < MaxDigits - 1; size *= 10)
        {
            places++;
        }

        return Text(Math.Round(value, places, MidpointRounding.AwayFromZero));
    }
}
