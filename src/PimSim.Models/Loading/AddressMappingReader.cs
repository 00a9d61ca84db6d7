using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using PimSim.Core;

namespace PimSim.Models;

/// <summary>
/// Reads an address mapping: <c>row : bank : bank-group : column</c>, from the highest bits down; a field may be cut,
/// <c>column[6:3]</c>; and exclusive ors, <c>bank ^ row[1:0], bank-group ^ row[3:2]</c>.
/// </summary>
internal sealed partial class AddressMappingReader
{
    private static readonly IReadOnlyDictionary<string, AddressField> FieldNames = new Dictionary<string, AddressField>(StringComparer.Ordinal)
    {
        ["channel"] = AddressField.Channel,
        ["pseudo-channel"] = AddressField.PseudoChannel,
        ["rank"] = AddressField.Rank,
        ["bank-group"] = AddressField.BankGroup,
        ["bank"] = AddressField.Bank,
        ["row"] = AddressField.Row,
        ["column"] = AddressField.Column,
    };

    private readonly Organization organization;
    private readonly YamlContext context;

    public AddressMappingReader(Organization organization, YamlContext context)
    {
        this.organization = organization;
        this.context = context;
    }

    /// <summary>True when all sizes are powers of two, so that addresses can be cut into bits.</summary>
    public static bool IsPossible(Organization o) =>
        FieldNames.Values.All(f => BitOperations.IsPow2(Size(o, f))) && BitOperations.IsPow2(o.AccessBits / 8);

    /// <summary>The mapping, or null after a report.</summary>
    /// <param name="order">The order of fields.</param>
    /// <param name="xor">Exclusive ors, or null for none.</param>
    public AddressMapping? Read(YamlScalar order, YamlScalar? xor)
    {
        if (!IsPossible(organization))
        {
            context.Report("PIM0170", "an address mapping needs sizes that are powers of two", order, "leave 'mapping' out, or change the organization");
            return null;
        }

        string rest = Part().Replace(order.Text, "");
        if (rest.Any(c => c is not (':' or ' ')))
        {
            return Fail($"'{order.Text}' is no order of fields", order, "write for example 'row : bank : bank-group : column[6:2]'");
        }

        List<AddressSegment> segments = [];
        foreach (Match match in Part().Matches(order.Text))
        {
            if (Segment(match, order, null) is not { } segment)
            {
                return null;
            }

            segments.Insert(0, segment);
        }

        return CoversAll(segments, order) && Xors(xor) is { } xors ? new AddressMapping(organization, segments, xors) : null;
    }

    private static int Size(Organization o, AddressField field) => field switch
    {
        AddressField.Channel => o.Channels,
        AddressField.PseudoChannel => o.PseudoChannels,
        AddressField.Rank => o.Ranks,
        AddressField.BankGroup => o.BankGroups,
        AddressField.Bank => o.BanksPerGroup,
        AddressField.Row => o.Rows,
        _ => o.ColumnAccesses,
    };

    [GeneratedRegex(@"(?<name>[a-z]+(-[a-z]+)*)(\[(?<high>\d{1,4})(:(?<low>\d{1,4}))?\])?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\s*(?<target>[a-z\-]+(\[[\d:]+\])?)\s*\^\s*(?<source>[a-z\-]+(\[[\d:]+\])?)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mix();

    private int Width(AddressField field) => BitOperations.Log2((uint)Size(organization, field));

    /// <summary>A field or some of its bits; without brackets all of it, or as many low bits as <paramref name="bits"/> says.</summary>
    private AddressSegment? Segment(Match match, YamlScalar place, int? bits)
    {
        string name = match.Groups["name"].Value;
        if (!FieldNames.TryGetValue(name, out AddressField field))
        {
            Fail($"'{name}' is no field of an address", place, $"known are: {string.Join(", ", FieldNames.Keys)}");
            return null;
        }

        int width = Width(field);
        if (!match.Groups["high"].Success)
        {
            return new AddressSegment(field, 0, bits ?? width);
        }

        int high = int.Parse(match.Groups["high"].Value, CultureInfo.InvariantCulture);
        int low = match.Groups["low"].Success ? int.Parse(match.Groups["low"].Value, CultureInfo.InvariantCulture) : high;
        if (low > high || high >= width)
        {
            Fail($"'{match.Value}' names bits that '{name}' has not", place, $"'{name}' has {width} bits, written [high:low]");
            return null;
        }

        return new AddressSegment(field, low, high - low + 1);
    }

    private bool CoversAll(List<AddressSegment> segments, YamlScalar place)
    {
        bool whole = true;
        foreach ((string name, AddressField field) in FieldNames)
        {
            for (int bit = 0; bit < Width(field); bit++)
            {
                int times = segments.Count(s => s.Field == field && bit >= s.Low && bit < s.Low + s.Bits);
                if (times != 1)
                {
                    Fail($"bit {bit} of '{name}' occurs {times} times in the mapping", place, "every bit of every field once");
                    whole = false;
                    break;
                }
            }
        }

        return whole;
    }

    private List<AddressXor>? Xors(YamlScalar? xor)
    {
        List<AddressXor> result = [];
        foreach (string text in (xor?.Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Match both = Mix().Match(text);
            if (!both.Success)
            {
                Fail($"'{text}' is no exclusive or", xor!, "write for example 'bank ^ row[1:0]'");
                return null;
            }

            if (Segment(Part().Match(both.Groups["target"].Value), xor!, null) is not { } target
                || Segment(Part().Match(both.Groups["source"].Value), xor!, target.Bits) is not { } source)
            {
                return null;
            }

            if (target.Field == source.Field || target.Bits != source.Bits || source.Low + source.Bits > Width(source.Field))
            {
                Fail($"'{text}' does not exchange equally many bits of two fields", xor!, "an address must keep its one place");
                return null;
            }

            result.Add(new AddressXor(target.Field, target.Low, source.Field, source.Low, target.Bits));
        }

        return result;
    }

    private AddressMapping? Fail(string message, YamlScalar place, string remedy)
    {
        context.Report("PIM0171", message, place, remedy);
        return null;
    }
}
