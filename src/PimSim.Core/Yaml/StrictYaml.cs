using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PimSim.Core;

/// <summary>
/// Reads the plain part of YAML: mappings with scalar keys, lists, scalars. Anchors, aliases, tags and several documents
/// are refused, size and depth are bounded, so that no file can grow when it is read.
/// </summary>
public static class StrictYaml
{
    /// <summary>Largest text in characters.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 24;

    /// <summary>The top mapping of a text, or null when there is none; faults go to <paramref name="diagnostics"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="diagnostics">Takes PIM0100 (syntax), PIM0101 (size), PIM0102 (depth), PIM0103 (anchors, aliases, tags),
    /// PIM0104 (duplicate keys), PIM0107 (not a mapping), PIM0112 (no document or more than one).</param>
    public static YamlMapping? Parse(string text, string file, DiagnosticBag diagnostics)
    {
        if (text.Length > MaxLength)
        {
            diagnostics.Add(TooLarge(file));
            return null;
        }

        try
        {
            return new TreeBuilder(new Scanner(new StringReader(text), skipComments: true), file, diagnostics).Document();
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>Reads and parses a file; a file that cannot be read is PIM0111.</summary>
    public static YamlMapping? Load(string path, DiagnosticBag diagnostics)
    {
        try
        {
            using StreamReader reader = new(path);
            char[] text = new char[MaxLength + 1];
            return Parse(new string(text, 0, reader.ReadBlock(text)), path, diagnostics);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            diagnostics.Add(new Diagnostic("PIM0111", "cannot be read: " + FirstLine(e.Message), path));
            return null;
        }
    }

    private static Diagnostic TooLarge(string file) =>
        new("PIM0101", $"longer than {MaxLength} characters", file, Remedy: "split the file");

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();

    private sealed class RefusedException : Exception;

    private sealed class TreeBuilder(Scanner scanner, string file, DiagnosticBag diagnostics)
    {
        private readonly Parser parser = new(scanner);

        public YamlMapping? Document()
        {
            Advance();
            Advance();
            if (parser.Current is StreamEnd)
            {
                diagnostics.Add(new Diagnostic("PIM0112", "is empty", file));
                return null;
            }

            Advance();
            YamlNode root = Node(0);
            Advance();
            if (parser.Current is DocumentStart next)
            {
                diagnostics.Add(new Diagnostic("PIM0112", "holds more than one document", file, (int)next.Start.Line, (int)next.Start.Column));
            }

            if (root is YamlMapping mapping)
            {
                return mapping;
            }

            diagnostics.Add(new Diagnostic("PIM0107", $"starts with {root.KindName}, not with a mapping", file, root.Line, root.Column));
            return null;
        }

        private void Advance()
        {
            try
            {
                if (parser.MoveNext())
                {
                    return;
                }
            }
            catch (YamlException e)
            {
                Invalid(FirstLine(e.Message), e.Start);
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or ArithmeticException or IndexOutOfRangeException)
            {
                // The scanner meets some broken texts (an unclosed bracket before a key) with exceptions of its own state.
                Invalid("something is not closed or out of place here or above", scanner.CurrentPosition);
            }

            throw new RefusedException();
        }

        /// <summary>Reads the node at the current event and leaves the parser behind it.</summary>
        private YamlNode Node(int depth)
        {
            ParsingEvent start = parser.Current!;
            int line = (int)start.Start.Line;
            int column = (int)start.Start.Column;
            if (depth > MaxDepth)
            {
                diagnostics.Add(new Diagnostic("PIM0102", $"nested deeper than {MaxDepth} levels", file, line, column));
                throw new RefusedException();
            }

            if (start is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
            {
                Refuse("anchors and tags are not allowed", line, column);
            }

            switch (start)
            {
                case Scalar scalar:
                    Advance();
                    return new YamlScalar(scalar.Value, scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted, line, column);
                case SequenceStart:
                    Advance();
                    return Sequence(depth, line, column);
                case MappingStart:
                    Advance();
                    return Mapping(depth, line, column);
                case AnchorAlias:
                    Refuse("aliases are not allowed", line, column);
                    Advance();
                    return new YamlScalar("", Quoted: false, line, column);
                default:
                    // The parser lets some broken texts ("- , :") through with events out of order.
                    Invalid("a value is missing", start.Start);
                    throw new RefusedException();
            }
        }

        private YamlSequence Sequence(int depth, int line, int column)
        {
            List<YamlNode> items = [];
            while (parser.Current is not SequenceEnd)
            {
                items.Add(Node(depth + 1));
            }

            Advance();
            return new YamlSequence(items, line, column);
        }

        private YamlMapping Mapping(int depth, int line, int column)
        {
            List<YamlEntry> entries = [];
            Dictionary<string, YamlScalar> seen = new(StringComparer.Ordinal);
            while (parser.Current is not MappingEnd)
            {
                YamlNode key = Node(depth + 1);
                YamlNode value = Node(depth + 1);
                if (key is not YamlScalar name)
                {
                    diagnostics.Add(new Diagnostic("PIM0107", $"a key must be a single value, not {key.KindName}", file, key.Line, key.Column));
                }
                else if (!seen.TryAdd(name.Text, name))
                {
                    diagnostics.Add(new Diagnostic(
                        "PIM0104", $"'{name.Text}' is given twice (first in line {seen[name.Text].Line})", file, name.Line, name.Column));
                }
                else
                {
                    entries.Add(new YamlEntry(name, value));
                }
            }

            Advance();
            return new YamlMapping(entries, line, column);
        }

        private void Invalid(string message, Mark place) =>
            diagnostics.Add(new Diagnostic("PIM0100", "not valid YAML: " + message, file, (int)place.Line, (int)place.Column));

        private void Refuse(string message, int line, int column) =>
            diagnostics.Add(new Diagnostic("PIM0103", message, file, line, column, "write the value out"));
    }
}
