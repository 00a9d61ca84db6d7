using System.Globalization;
using PimSim.Core;

namespace PimSim.Models;

/// <summary>Reads how a device's memory controller works: <c>controller</c>, <c>refresh</c>, <c>powerDown</c> and <c>pim</c>.</summary>
internal sealed class ControllerReader
{
    private const string DefaultMapping = "row : rank : bank : bank-group : column : pseudo-channel : channel";

    private readonly YamlMapReader top;
    private readonly List<ModelNumber> numbers;
    private readonly Organization organization;

    public ControllerReader(YamlMapReader top, List<ModelNumber> numbers, Organization organization)
    {
        this.top = top;
        this.numbers = numbers;
        this.organization = organization;
    }

    public ControllerModel Read()
    {
        ControllerModel plain = new();
        NumberGroup queues = Section("controller");
        YamlMapReader words = queues.Reader;
        NumberGroup refresh = Section("refresh", required: true);
        NumberGroup power = Section("powerDown");
        NumberGroup pim = Section("pim");
        (PimYield yield, int yieldCycles) = Yield(pim.Reader);
        int reads = queues.Integer("readQueue", 1, 4096, plain.ReadQueueEntries);
        int writes = queues.Integer("writeQueue", 1, 4096, plain.WriteQueueEntries);
        ControllerModel model = new()
        {
            Scheduler = words.Word("scheduler", ModelWords.Schedulers, plain.Scheduler),
            RowHitCap = queues.Integer("rowHitCap", 0, 1 << 30, plain.RowHitCap),
            AgeLimitCycles = queues.Integer("ageLimit", 1, 1 << 30, plain.AgeLimitCycles),
            PagePolicy = words.Word("pagePolicy", ModelWords.PagePolicies, plain.PagePolicy),
            RowAccessCap = queues.Integer("rowAccessCap", 1, 1 << 30, plain.RowAccessCap),
            RowIdleCycles = queues.Integer("rowIdle", 1, 1 << 30, plain.RowIdleCycles),
            Queues = words.Word("queues", ModelWords.Queues, plain.Queues),
            ReadQueueEntries = reads,
            WriteQueueEntries = writes,
            DrainStart = queues.Integer("drainStart", 1, writes, Math.Max(1, (int)(writes * 0.8125))),
            DrainStop = queues.Integer("drainStop", 0, writes, writes / 4),
            Forwarding = words.Boolean("forwarding", plain.Forwarding),
            Mapping = Mapping(words),
            Refresh = refresh.Reader.Word("policy", ModelWords.RefreshPolicies),
            PostponedRefreshes = refresh.Integer("postpone", 0, 64, 0),
            RefreshStalls = refresh.Reader.Boolean("stalls", plain.RefreshStalls),
            FirstRefreshCycle = refresh.Integer("first", 0, 1 << 24, 0),
            PowerDown = power.Reader.Word("policy", ModelWords.PowerDowns, plain.PowerDown),
            PowerDownIdleCycles = power.Integer("idle", 1, 1 << 30, plain.PowerDownIdleCycles),
            SelfRefreshIdleCycles = power.Integer("selfRefreshIdle", 1, 1 << 30, plain.SelfRefreshIdleCycles),
            Yield = yield,
            PimYieldCycles = yieldCycles,
            PimRequestWindowCycles = pim.Integer("requestWindow", 1, 1 << 30, plain.PimRequestWindowCycles),
        };
        if (model.DrainStop >= model.DrainStart)
        {
            top.Context.Report("PIM0172", $"'controller.drainStop' ({model.DrainStop}) is not below 'controller.drainStart' ({model.DrainStart})", words.Mapping, "a drain ends with fewer writes than it starts with");
        }

        words.Finish();
        refresh.Reader.Finish();
        power.Reader.Finish();
        pim.Reader.Finish();
        return model;
    }

    /// <summary>A section, or an empty one, so that --set reaches parameters that the file leaves out.</summary>
    private NumberGroup Section(string key, bool required = false)
    {
        YamlMapReader? map = top.Map(key, required);
        return new NumberGroup(map ?? new YamlMapReader(new YamlMapping([], top.Mapping.Line, top.Mapping.Column), key, top.Context), numbers);
    }

    private AddressMapping? Mapping(YamlMapReader words)
    {
        YamlScalar? order = words.Scalar("mapping", required: false);
        YamlScalar? xor = words.Scalar("xor", required: false);
        bool possible = AddressMappingReader.IsPossible(organization);
        return order is null && !possible
            ? null
            : new AddressMappingReader(organization, words.Context).Read(order ?? new YamlScalar(DefaultMapping, false, top.Mapping.Line, top.Mapping.Column), xor);
    }

    private (PimYield Kind, int Cycles) Yield(YamlMapReader pim)
    {
        YamlScalar? word = pim.Scalar("yield", required: false);
        switch (word?.Text)
        {
            case null or "layer":
                return (PimYield.Layer, 0);
            case "never":
                return (PimYield.Never, 0);
            default:
                string text = word.Text;
                bool form = text.StartsWith("cycles(", StringComparison.Ordinal) && text.EndsWith(')');
                if (form && int.TryParse(text[7..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int cycles) && cycles > 0)
                {
                    return (PimYield.Cycles, cycles);
                }

                top.Context.Report("PIM0109", $"'pim.yield' cannot be '{text}'", word, "possible are: layer, cycles(N) with N above 0, never");
                return (PimYield.Layer, 0);
        }
    }
}
