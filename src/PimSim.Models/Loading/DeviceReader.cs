using PimSim.Core;

namespace PimSim.Models;

/// <summary>Reads a device's file against the parameters that its standards declare.</summary>
internal sealed class DeviceReader
{
    public const string Format = "pimsim-device/1";

    private static readonly string[] NotYet = ["inArray", "analogue", "memristor"];

    private static readonly IReadOnlyDictionary<string, Rational> ClockUnits =
        new Dictionary<string, Rational>(StringComparer.Ordinal) { ["ns"] = 1000, ["ps"] = 1 };

    private static readonly ParameterSpec HostCache = new("cacheKiB", "")
    {
        Min = 1,
        Max = 1 << 30,
        Whole = true,
        Default = DeviceModel.DefaultHostCacheBytes / 1024,
        DefaultSource = "estimate: a share of a last-level cache; default of the format (docs/device-models.md)",
    };

    private readonly YamlMapReader top;
    private readonly YamlContext context;
    private readonly IReadOnlyList<StandardFile> standards;
    private readonly List<ModelNumber> numbers = [];
    private readonly NameTable names = new();

    /// <param name="top">Reader of the file; <c>standard</c> and <c>processing</c> have been asked for already.</param>
    /// <param name="standards">The memory standard, then the processing one if there is any.</param>
    public DeviceReader(YamlMapReader top, IReadOnlyList<StandardFile> standards)
    {
        this.top = top;
        this.standards = standards;
        context = top.Context;
    }

    public DeviceFile Read()
    {
        string description = top.Text("description");
        foreach (string key in NotYet.Where(k => top.Find(k) is not null))
        {
            context.Report("PIM0125", $"'{key}' is not supported yet", top.Find(key)!, "leave the section out");
        }

        Rational clockPs = Clock();
        Organization organization = ReadOrganization();
        ProcessingUnitModel? unit = standards.Any(s => s.IsProcessing) ? ReadUnit(organization) : null;
        AddSizes(organization, unit, clockPs);
        ClockRounding clock = new(clockPs, standards[0].GuardPermille);
        Parameters(Group("timing", clock), s => s.Timing);
        bool hasCurrents = top.Find("currents") is not null | top.Find("energy") is not null;
        if (hasCurrents)
        {
            Parameters(Group("currents"), s => s.Currents);
            Parameters(Group("energy"), s => s.Energy);
        }

        string noEnergy = hasCurrents ? "" : top.Text("noEnergy", required: false);
        ControllerModel controller = new ControllerReader(top, numbers, organization).Read();
        // Plain memory has no host that computes and nothing to place; where given, the sections are read all the same.
        bool processes = standards.Any(s => s.IsProcessing);
        NumberGroup? host = Group("host", required: processes);
        NumberGroup? placement = Group("placement", required: processes);
        FaultModel faults = new FaultReader(top, numbers).Read(organization);
        DeviceFile file = new()
        {
            Faults = faults,
            Description = description,
            ClockPs = clockPs,
            Organization = organization,
            Unit = unit,
            HasCurrents = hasCurrents,
            NoEnergy = noEnergy.Length > 0 ? noEnergy : "the model gives no currents",
            Area = AreaReader.Read(top, numbers, organization, unit),
            Controller = controller,
            HostTurnaroundNs = host?.Read(new ParameterSpec("turnaroundNs", "") { Max = 1_000_000 }) ?? 0,
            HostMacsPerCycle = host?.Integer("macsPerCycle", 1, 1 << 20) ?? 1,
            HostPicojoulesPerMac = host?.Read(new ParameterSpec("picojoulesPerMac", "") { Max = 1_000_000 }) ?? 0,
            HostCacheBytes = 1024 * (long)(host?.Read(HostCache) ?? DeviceModel.DefaultHostCacheBytes / 1024).Ceiling(),
            ImagesPerGroup = placement?.Integer("imagesPerGroup", 1, 1 << 20, 8) ?? 1,
            PixelShards = placement?.Integer("pixelShards", 0, 1 << 20, 0) ?? 0,
            FirstRow = placement?.Integer("firstRow", 0, organization.Rows - 1, 0) ?? 0,
            FirstLayerOnHost = placement?.Reader.Word("first", ModelWords.FirstLayers, false) ?? false,
            Names = names,
            Numbers = numbers,
            Context = context,
            Place = top.Mapping,
        };
        host?.Reader.Finish();
        placement?.Reader.Finish();
        top.Finish();
        return file;
    }

    private NumberGroup? Group(string key, ClockRounding? clock = null, bool required = true) =>
        top.Map(key, required) is { } map ? new NumberGroup(map, numbers, clock) : null;

    private Rational Clock()
    {
        if (top.Map("clock") is not { } map)
        {
            return 1000;
        }

        YamlScalar? unit = new YamlMapReader(map.Mapping, "clock", context with { Overrides = null }).Scalar("unit");
        Rational factor = unit is null ? 1000 : map.Word(unit, "clock.unit", ClockUnits);
        NumberGroup group = new(new YamlMapReader(top.Mapping, "", context), numbers);
        Rational ps = (group.Read(new ParameterSpec("clock", unit?.Text ?? "")) ?? 1) * factor;
        if (ps >= 1 && ps <= 1_000_000)
        {
            return ps;
        }

        if (factor > 0)
        {
            context.Report("PIM0108", $"'clock' is {ps.ToDouble()} ps", map.Mapping, "it must be from 1 ps to 1000 ns");
        }

        return 1000;
    }

    private Organization ReadOrganization()
    {
        NumberGroup? group = Group("organization");
        int Size(string name, int max) => group?.Integer(name, 1, max) ?? 1;
        int columns = Size("columns", 1 << 20);
        Organization organization = new()
        {
            Channels = Size("channels", 1024),
            PseudoChannels = Size("pseudoChannels", 16),
            Ranks = Size("ranks", 16),
            Chips = Size("chips", 64),
            BankGroups = Size("bankGroups", 64),
            BanksPerGroup = Size("banksPerGroup", 64),
            Rows = Size("rows", 1 << 24),
            BusBits = Size("busBits", 4096),
            BurstLength = Size("burstLength", 64),
            ColumnAccesses = 1,
        };
        group?.Reader.Finish();
        YamlNode place = group?.Reader.Mapping ?? top.Mapping;
        Fits(columns % organization.BurstLength == 0, $"{columns} columns are no whole number of bursts of {organization.BurstLength}", place);
        Fits(organization.BusBits % organization.Chips == 0, $"{organization.BusBits} bus bits do not divide among {organization.Chips} chips", place);
        Fits(organization.AccessBits % 8 == 0, $"a column access of {organization.AccessBits} bits is no whole number of bytes", place);
        Fits(columns / organization.BurstLength <= 32768, $"{columns / organization.BurstLength} column accesses in a row; at most 32768 can be addressed", place);
        Level(organization.PseudoChannels, LevelKind.PseudoChannel, "pseudoChannels", place);
        Level(organization.Ranks, LevelKind.Rank, "ranks", place);
        Level(organization.BankGroups, LevelKind.BankGroup, "bankGroups", place);
        return organization with { ColumnAccesses = Math.Max(1, columns / organization.BurstLength) };
    }

    private void Level(int count, LevelKind level, string key, YamlNode place) =>
        Fits(count == 1 || standards[0].Levels.Contains(level), $"'organization.{key}' is {count}, but standard '{standards[0].Name}' has no such level", place);

    private ProcessingUnitModel? ReadUnit(Organization organization)
    {
        if (Group("unit") is not { } group)
        {
            return null;
        }

        ProcessingUnitModel unit = new()
        {
            BanksPerUnit = group.Integer("banksPerUnit", 1, 256),
            LaneBits = group.Integer("laneBits", 8, 4096),
            InputRegisters = group.Integer("inputRegisters", 1, 4096),
            Accumulators = group.Integer("accumulators", 0, 4096),
            AccumulatorBits = group.Integer("accumulatorBits", 2, 32),
            Overflow = group.Reader.Word("overflow", ModelWords.Overflows, AccumulatorOverflow.Error),
            ThresholdEntries = group.Integer("thresholdEntries", 0, 32767),
            SimdFormat = group.Reader.Word("simdFormat", ModelWords.NumberFormats),
            VectorRegisters = group.Integer("vectorRegisters", 1, 4096),
            InstructionEntries = group.Integer("instructionEntries", 0, 32767),
            Sequencer = group.Reader.Word("sequencer", ModelWords.Sequencers, SequencerKind.Host),
        };
        group.Reader.Finish();
        YamlNode place = group.Reader.Mapping;
        int unitsPerDomain = organization.Banks / unit.BanksPerUnit * organization.Chips;
        Fits(organization.Banks % unit.BanksPerUnit == 0, $"{organization.Banks} banks are no whole number of units of {unit.BanksPerUnit} banks", place);
        Fits(
            unit.LaneBits == organization.ChipAccessBits,
            $"'unit.laneBits' is {unit.LaneBits}, but one column access of a chip has {organization.ChipAccessBits} bits",
            place);
        Fits(unit.LaneBits % 32 == 0, $"'unit.laneBits' is {unit.LaneBits}, no multiple of 32", place);
        Fits(unitsPerDomain <= 256, $"{unitsPerDomain} units in a domain; at most 256 can be addressed", place);
        return unit;
    }

    private void Fits(bool holds, string message, YamlNode place)
    {
        if (!holds)
        {
            context.Report("PIM0126", message, place);
        }
    }

    private void AddSizes(Organization organization, ProcessingUnitModel? unit, Rational clockPs)
    {
        names.TryAdd("TCK", clockPs / 1000);
        names.TryAdd("BURST", organization.BurstLength);
        names.TryAdd("BUS_BITS", organization.BusBits);
        names.TryAdd("BANKS", organization.Banks);
        names.TryAdd("CHIPS", organization.Chips);
        names.TryAdd("PSEUDO_CHANNELS", organization.PseudoChannels);
        if (unit is not null)
        {
            int positions = organization.Banks / unit.BanksPerUnit;
            names.TryAdd("UNIT_POSITIONS", positions);
            names.TryAdd("UNITS", positions * organization.Chips);
            names.TryAdd("LANES", unit.LaneBits);
            names.TryAdd("SIMD_LANES", unit.SimdLanes);
        }
    }

    private void Parameters(NumberGroup? group, Func<StandardFile, IReadOnlyList<ParameterSpec>> specs)
    {
        if (group is null)
        {
            return;
        }

        foreach (StandardFile standard in standards)
        {
            foreach (ParameterSpec spec in specs(standard))
            {
                Rational? value = group.Read(spec);
                if (value is null && spec.Optional)
                {
                    continue;
                }

                // A faulty number still gets a value, so that no expression complains about its name as well.
                if (!names.TryAdd(spec.Name, value ?? 1))
                {
                    standard.Context.Report("PIM0149", $"'{spec.Name}' is declared twice", spec.Place!);
                }
            }
        }

        group.Reader.Finish();
    }
}
