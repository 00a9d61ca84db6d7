using System.Text.Json;

namespace PimSim.Models.Tests;

/// <summary>An independent list of timing rules (Rules/*.rules.json), evaluated with a model's parameters.</summary>
internal sealed class GoldenRuleList
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["PREPB"] = "PREpb",
        ["PREAB"] = "PREab",
        ["REFAB"] = "REFab",
        ["REFPB"] = "REFpb",
        ["ACTAB"] = "ACTab",
        ["RRDL"] = "RRD_L",
        ["RRDS"] = "RRD_S",
        ["CCDL"] = "CCD_L",
        ["CCDS"] = "CCD_S",
        ["CCDR"] = "CCD_R",
        ["WTRL"] = "WTR_L",
        ["WTRS"] = "WTR_S",
        ["RFCSB"] = "RFCpb",
    };

    private readonly List<(string[] From, string[] To, LevelKind Level, bool Sibling, Expression Latency)> rules = [];
    private readonly Dictionary<string, string> own;

    private GoldenRuleList(Dictionary<string, string> own)
    {
        this.own = own;
    }

    public int Count => rules.Count;

    public (string[] Commands, int Size, Expression Latency)? Window { get; private set; }

    public IEnumerable<(string[] From, string[] To, LevelKind Level, bool Sibling)> Rules => rules.Select(r => (r.From, r.To, r.Level, r.Sibling));

    /// <param name="file">Name of the list.</param>
    /// <param name="domain">The level that the list calls rank or pseudochannel.</param>
    /// <param name="own">Further names that the list uses differently.</param>
    public static GoldenRuleList Load(string file, LevelKind domain, Dictionary<string, string>? own = null)
    {
        using Stream stream = typeof(GoldenRuleList).Assembly.GetManifestResourceStream(file)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        GoldenRuleList list = new(own ?? []);
        foreach (JsonElement rule in document.RootElement.GetProperty("rules").EnumerateArray())
        {
            string scope = rule.GetProperty("scope").GetString()!;
            LevelKind level = scope switch
            {
                "bank" => LevelKind.Bank,
                "group" => LevelKind.BankGroup,
                "other_rank" or "other_stack" => LevelKind.Rank,
                "pseudo_channel" => LevelKind.PseudoChannel,
                _ => domain,
            };
            list.rules.Add((
                Names(rule.GetProperty("pre")),
                Names(rule.GetProperty("post")),
                level,
                scope.StartsWith("other", StringComparison.Ordinal),
                ExpressionParser.Parse(rule.GetProperty("formula").GetString()!)));
        }

        if (document.RootElement.TryGetProperty("window", out JsonElement window))
        {
            list.Window = (
                Names(window.GetProperty("cmds")),
                window.GetProperty("n").GetInt32(),
                ExpressionParser.Parse(window.GetProperty("formula").GetString()!));
        }

        return list;
    }

    /// <summary>The latency that the list demands in a scope, wider scopes included; null for none.</summary>
    public long? Latency(MemoryStandard standard, string from, string to, LevelKind level, bool sibling, int n)
    {
        long? longest = null;
        foreach (var rule in rules.Where(r => r.Sibling == sibling && r.Level <= level && r.From.Contains(from) && r.To.Contains(to)))
        {
            long latency = Math.Max(0, Value(standard, rule.Latency, n));
            longest = Math.Max(longest ?? 0, latency);
        }

        return longest;
    }

    public long Value(MemoryStandard standard, Expression expression, int n) => (long)expression.Evaluate(name =>
        name == "n" ? n : standard.Parameters[own.GetValueOrDefault(name) ?? Renamed.GetValueOrDefault(name) ?? name]).Ceiling();

    private static string[] Names(JsonElement list) => [.. list.EnumerateArray().Select(e => Renamed.GetValueOrDefault(e.GetString()!) ?? e.GetString()!)];
}
