using System.Text.Json;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>The independent lists of timing rules (Rules/*.rules.json) with a model's parameters put in.</summary>
internal static class GoldenList
{
    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["PREPB"] = "PREpb",
        ["PREAB"] = "PREab",
        ["REFAB"] = "REFab",
        ["REFPB"] = "REFpb",
        ["ACTAB"] = "ACTab",
    };

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["RRDL"] = "RRD_L",
        ["RRDS"] = "RRD_S",
        ["CCDL"] = "CCD_L",
        ["CCDS"] = "CCD_S",
        ["CCDR"] = "CCD_R",
        ["WTRL"] = "WTR_L",
        ["WTRS"] = "WTR_S",
        ["RFCSB"] = "RFCpb",
    };

    /// <param name="model">Gives parameters and command ids.</param>
    /// <param name="file">The list.</param>
    /// <param name="domain">The level that the list calls rank or pseudo-channel.</param>
    public static List<TimingRule> Load(DeviceModel model, string file, LevelKind domain)
    {
        using Stream stream = typeof(GoldenList).Assembly.GetManifestResourceStream(file)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        bool nearBank = document.RootElement.TryGetProperty("defaults", out _);
        List<TimingRule> rules = [];
        foreach (JsonElement r in document.RootElement.GetProperty("rules").EnumerateArray())
        {
            string scope = r.GetProperty("scope").GetString()!;
            LevelKind level = scope switch
            {
                "bank" => LevelKind.Bank,
                "group" => LevelKind.BankGroup,
                "other_rank" or "other_stack" => LevelKind.Rank,
                "pseudo_channel" => LevelKind.PseudoChannel,
                _ => domain,
            };
            bool sibling = scope.StartsWith("other", StringComparison.Ordinal);
            HashSet<int> from = Ids(model, r.GetProperty("pre"));
            HashSet<int> to = Ids(model, r.GetProperty("post"));
            string formula = r.GetProperty("formula").GetString()!;

            // The near-bank list is written for HBM2, where an ACT takes a second cycle.
            int activate = model.Standard.FindCommand("ACTab");
            long slack = nearBank && (from.Contains(activate) || to.Contains(activate)) ? 1 - model.Parameter("ACT_EXTRA") : 0;
            string name = $"{r.GetProperty("pre")}->{r.GetProperty("post")} {scope}";
            rules.Add(new TimingRule(name, level, sibling, 1, false, from, to, n => Formula.Evaluate(formula, p => Value(model, p, n, nearBank)) - slack));
        }

        if (document.RootElement.TryGetProperty("window", out JsonElement w))
        {
            HashSet<int> ids = Ids(model, w.GetProperty("cmds"));
            string formula = w.GetProperty("formula").GetString()!;
            LevelKind level = w.GetProperty("scope").GetString() is "pseudo_channel" ? LevelKind.PseudoChannel : domain;
            rules.Add(new TimingRule("window", level, false, w.GetProperty("n").GetInt32(), false, ids, ids, n => Formula.Evaluate(formula, p => Value(model, p, n, nearBank))));
        }

        return rules;
    }

    private static HashSet<int> Ids(DeviceModel model, JsonElement names) =>
        [.. names.EnumerateArray().Select(e => e.GetString()!).Select(n => model.Standard.FindCommand(Commands.GetValueOrDefault(n) ?? n)).Where(id => id >= 0)];

    private static long Value(DeviceModel model, string name, int n, bool nearBank) => (nearBank, name) switch
    {
        (_, "n") => n,
        (true, "PL") => model.Parameter("PIPE"),
        (true, "CWL") => model.Parameter("WL"),
        _ => model.Parameter(Parameters.GetValueOrDefault(name) ?? name),
    };
}
