using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Counts pairs, slack and violations by rule and keeps the first violations in full.</summary>
internal sealed class Ledger
{
    private readonly List<string> names = [];
    private readonly List<RuleKind> kinds = [];
    private readonly List<RuleViolation> details = [];
    private readonly int maximumDetails;
    private long[] pairs = [];
    private long[] slack = [];
    private bool[] tight = [];
    private long[] violations = [];

    public Ledger(int maximumDetails)
    {
        this.maximumDetails = maximumDetails;
    }

    /// <summary>Place in the trace of the command that is being checked.</summary>
    public long Index { get; set; }

    /// <summary>True while violations are still kept in full: texts need only be made then.</summary>
    public bool KeepsDetails => details.Count < maximumDetails;

    /// <summary>Index of the rule with this name; a rule that is named like another shares its counts.</summary>
    public int Rule(string name, RuleKind kind)
    {
        int rule = names.IndexOf(name);
        if (rule >= 0)
        {
            return rule;
        }

        names.Add(name);
        kinds.Add(kind);
        Array.Resize(ref pairs, names.Count);
        Array.Resize(ref slack, names.Count);
        Array.Resize(ref tight, names.Count);
        Array.Resize(ref violations, names.Count);
        slack[^1] = long.MaxValue;
        return names.Count - 1;
    }

    /// <summary>Records that a distance was <paramref name="cycles"/> above what the rule asks for.</summary>
    public void Pair(int rule, long cycles)
    {
        pairs[rule]++;
        slack[rule] = Math.Min(slack[rule], cycles);
        tight[rule] |= cycles == 0;
    }

    public void ViolateDistance(int rule, TimedCommand? preceding, TimedCommand? following, long required, long actual)
    {
        violations[rule]++;
        if (KeepsDetails)
        {
            details.Add(new RuleViolation
            {
                Rule = names[rule],
                Index = Index,
                Preceding = preceding,
                Following = following,
                RequiredCycles = required,
                ActualCycles = actual,
            });
        }
    }

    public void ViolateState(int rule, TimedCommand? preceding, in TimedCommand following, string? note)
    {
        violations[rule]++;
        if (KeepsDetails)
        {
            details.Add(new RuleViolation { Rule = names[rule], Index = Index, Preceding = preceding, Following = following, Note = note });
        }
    }

    public VerificationResult Result(long commands, (long First, long Last) cycles) => new()
    {
        Commands = commands,
        Cycles = cycles,
        Violations = violations.Sum(),
        Rules = [.. names.Select((name, r) => new RuleOutcome(name, kinds[r], pairs[r], pairs[r] > 0 ? slack[r] : null, tight[r], violations[r]))],
        Details = [.. details],
    };
}
