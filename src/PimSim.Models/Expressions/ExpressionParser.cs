namespace PimSim.Models;

/// <summary>
/// Recursive descent over
/// <code>
/// sum     = product { ("+" | "-") product }
/// product = factor { ("*" | "/") factor }
/// factor  = number | name | function "(" sum { "," sum } ")" | "(" sum ")" | "-" factor
/// </code>
/// Names are letters, digits and underscores, a letter first. Length and depth are bounded.
/// </summary>
internal sealed class ExpressionParser
{
    internal const int MaxLength = 512;
    internal const int MaxDepth = 32;

    private readonly string text;
    private int position;
    private int depth;

    private ExpressionParser(string text)
    {
        this.text = text;
    }

    /// <exception cref="ExpressionException">PIM0130 or PIM0135.</exception>
    public static Expression Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new ExpressionException("PIM0135", $"expression longer than {MaxLength} characters", MaxLength);
        }

        ExpressionParser parser = new(text);
        Expression result = parser.Sum();
        return parser.Peek() == '\0' ? result : throw parser.Unexpected();
    }

    private Expression Sum()
    {
        Expression left = Product();
        while (Peek() is '+' or '-')
        {
            int at = position++;
            left = new Expression.Binary(text[at], left, Product(), at);
        }

        return left;
    }

    private Expression Product()
    {
        Expression left = Factor();
        while (Peek() is '*' or '/')
        {
            int at = position++;
            left = new Expression.Binary(text[at], left, Factor(), at);
        }

        return left;
    }

    private Expression Factor()
    {
        char next = Peek();
        if (++depth > MaxDepth)
        {
            throw new ExpressionException("PIM0135", $"expression nested deeper than {MaxDepth} levels", position);
        }

        Expression result;
        switch (next)
        {
            case '(':
                position++;
                result = Sum();
                Expect(')');
                break;
            case '-':
                int at = position++;
                result = new Expression.Binary('-', new Expression.Number(0), Factor(), at);
                break;
            case >= '0' and <= '9':
                result = Number();
                break;
            default:
                result = char.IsAsciiLetter(next) ? NameOrCall() : throw Unexpected();
                break;
        }

        depth--;
        return result;
    }

    private Expression.Number Number()
    {
        int start = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            position++;
        }

        return Rational.TryParse(text.AsSpan(start, position - start), out Rational value)
            ? new Expression.Number(value)
            : throw new ExpressionException("PIM0130", $"'{text[start..position]}' is not a number", start);
    }

    private Expression NameOrCall()
    {
        int start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }

        string name = text[start..position];
        if (Peek() != '(')
        {
            return new Expression.Name(name, start);
        }

        if (name is not ("max" or "min" or "ceil"))
        {
            throw new ExpressionException("PIM0130", $"unknown function '{name}' (there are max, min and ceil)", start);
        }

        position++;
        List<Expression> arguments = [Sum()];
        while (Peek() == ',')
        {
            position++;
            arguments.Add(Sum());
        }

        Expect(')');
        return name == "ceil" && arguments.Count > 1
            ? throw new ExpressionException("PIM0130", "ceil takes one argument", start)
            : new Expression.Call(name, arguments);
    }

    private char Peek()
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        return position < text.Length ? text[position] : '\0';
    }

    private void Expect(char wanted)
    {
        if (Peek() != wanted)
        {
            throw Unexpected();
        }

        position++;
    }

    private ExpressionException Unexpected() => new(
        "PIM0130",
        position < text.Length ? $"'{text[position]}' does not belong here in '{text}'" : $"'{text}' ends too early",
        position);
}
