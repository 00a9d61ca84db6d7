using System.Globalization;

namespace PimSim.Data;

/// <summary>
/// Reads the Python literal that describes an NPY array, such as
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>: those three keys in any order and nothing else.
/// </summary>
/// <param name="text">The literal.</param>
internal sealed class NpyHeaderParser(string text)
{
    private int position;

    /// <summary>The header.</summary>
    /// <exception cref="FormatException">The text is something else; the message says where.</exception>
    public NpyHeader Parse()
    {
        string? descr = null;
        bool? fortran = null;
        List<long>? sizes = null;
        Expect('{');
        while (!Accept('}'))
        {
            string key = Text();
            Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = Accept('[', consume: false) ? throw Wrong("arrays of records are not read") : Text();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = Flag();
                    break;
                case "shape" when sizes is null:
                    sizes = Sizes();
                    break;
                default:
                    throw Wrong($"'{key}' is unknown or given twice");
            }

            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        SkipBlanks();
        return position == text.Length && descr is not null && fortran is not null && sizes is not null
            ? new NpyHeader(descr, fortran.Value, sizes)
            : throw Wrong("'descr', 'fortran_order' and 'shape' are needed, and nothing after them");
    }

    private List<long> Sizes()
    {
        List<long> sizes = [];
        Expect('(');
        while (!Accept(')'))
        {
            sizes.Add(Number());
            if (!Accept(','))
            {
                Expect(')');
                break;
            }
        }

        return sizes;
    }

    private long Number()
    {
        SkipBlanks();
        int start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        bool isNumber = long.TryParse(text.AsSpan(start, position - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        return isNumber ? value : throw Wrong("a size is needed");
    }

    private bool Flag()
    {
        SkipBlanks();
        foreach ((string word, bool value) in ((string, bool)[])[("True", true), ("False", false)])
        {
            if (text.AsSpan(position).StartsWith(word, StringComparison.Ordinal))
            {
                position += word.Length;
                return value;
            }
        }

        throw Wrong("True or False is needed");
    }

    private string Text()
    {
        SkipBlanks();
        char quote = position < text.Length ? text[position] : ' ';
        int end = quote is '\'' or '"' ? text.IndexOf(quote, position + 1) : -1;
        if (end < 0)
        {
            throw Wrong("a text in quotes is needed");
        }

        string found = text[(position + 1)..end];
        position = end + 1;
        return found;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
        {
            throw Wrong($"'{wanted}' is needed");
        }
    }

    private bool Accept(char wanted, bool consume = true)
    {
        SkipBlanks();
        bool isThere = position < text.Length && text[position] == wanted;
        position += isThere && consume ? 1 : 0;
        return isThere;
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] is ' ' or '\n' or '\r' or '\t')
        {
            position++;
        }
    }

    private FormatException Wrong(string why) => new($"at character {position + 1} of its header {why}");
}
