using PimSim.Core;

namespace PimSim.Models;

/// <summary>Reads <c>faults</c> and <c>ecc</c>. Everything has a default, and the defaults are a device without faults.</summary>
internal sealed class FaultReader
{
    private const string FormatDefault = "default of the format (docs/faults.md)";
    private const string RetentionSource =
        "estimate: the log-normal distribution through the two points of Liu, Jaiyen, Veras, Mutlu (RAIDR), ISCA 2012, for 32 GiB at 85 C: 28 rows with a cell that holds less than 128 ms, 978 more below 256 ms";

    private static readonly IReadOnlyDictionary<string, bool> RetentionWords =
        new Dictionary<string, bool>(StringComparer.Ordinal) { ["none"] = false, ["log-normal"] = true };

    private readonly YamlMapReader top;
    private readonly List<ModelNumber> numbers;

    public FaultReader(YamlMapReader top, List<ModelNumber> numbers)
    {
        this.top = top;
        this.numbers = numbers;
    }

    public FaultModel Read(Organization organization)
    {
        NumberGroup faults = Section(top, "faults");
        FaultRates all = new()
        {
            StuckAtZero = Probability(faults, "stuckAtZero"),
            StuckAtOne = Probability(faults, "stuckAtOne"),
            FlipsPerRead = Probability(faults, "flipsPerRead"),
            FlipsPerWrite = Probability(faults, "flipsPerWrite"),
        };
        NumberGroup rates = Section(faults.Reader, "ber");
        NumberGroup spares = Section(faults.Reader, "spares");
        NumberGroup ecc = Section(top, "ecc");
        FaultModel model = new()
        {
            Weights = Kind(faults.Reader, rates, "weights", all),
            Thresholds = Kind(faults.Reader, rates, "thresholds", all),
            Activations = Kind(faults.Reader, rates, "activations", all),
            Instructions = Kind(faults.Reader, rates, "instructions", all),
            DeadRows = Probability(faults, "deadRows"),
            DeadColumns = Probability(faults, "deadColumns"),
            SpareRows = spares.Integer("rowsPerBank", 0, 1 << 20, 0),
            Retention = Retention(faults.Reader),
            Disturb = Disturb(faults.Reader),
            EccDataBits = ecc.Integer("dataBits", 0, 128, 0),
            EccSeesPim = ecc.Reader.Boolean("seesPim", fallback: true),
        };
        rates.Reader.Finish();
        spares.Reader.Finish();
        ecc.Reader.Finish();
        faults.Reader.Finish();
        if (model.EccDataBits is not (0 or 64 or 128) || (model.EccDataBits > 0 && organization.ChipAccessBits % model.EccDataBits != 0))
        {
            top.Context.Report(
                "PIM1200",
                $"'ecc.dataBits' is {model.EccDataBits}, but a column access of a chip has {organization.ChipAccessBits} bits",
                ecc.Reader.Mapping,
                "take 64 or 128, so that a column access is whole code words, or 0 for no correction");
        }

        return model;
    }

    private FaultRates Kind(YamlMapReader faults, NumberGroup rates, string name, FaultRates all)
    {
        NumberGroup kind = Section(faults, name);
        FaultRates result = new()
        {
            Exposed = kind.Reader.Boolean("exposed", fallback: true),
            StuckAtZero = Probability(kind, "stuckAtZero", all.StuckAtZero),
            StuckAtOne = Probability(kind, "stuckAtOne", all.StuckAtOne),
            FlipsPerRead = Probability(kind, "flipsPerRead", all.FlipsPerRead),
            FlipsPerWrite = Probability(kind, "flipsPerWrite", all.FlipsPerWrite),
            BitErrorRate = Probability(rates, name),
        };
        kind.Reader.Finish();
        if (result.StuckAtZero + result.StuckAtOne > 1)
        {
            top.Context.Report("PIM1201", $"'faults.{name}': more cells are stuck than there are", kind.Reader.Mapping, "stuckAtZero and stuckAtOne must not exceed 1 together");
        }

        return result;
    }

    private RetentionModel? Retention(YamlMapReader faults)
    {
        NumberGroup retention = Section(faults, "retention");
        bool on = retention.Reader.Word("distribution", RetentionWords, fallback: false);
        RetentionModel model = new(
            Number(retention, "medianSeconds", "", 0.000001, 1_000_000_000, 273, RetentionSource),
            Number(retention, "sigmaLn", "", 0.001, 100, 1.205, RetentionSource),
            Number(retention, "referenceCelsius", "", -100, 200, 85, "the temperature of the distribution's source"),
            Number(
                retention, "halvingCelsius", "", 0.1, 200, 10,
                "Hamamoto, Sugiura, Sawada, IEEE TED 45(6), 1998, and Liu et al., ISCA 2013: retention times fall exponentially with temperature, by about half for 10 degrees"),
            Number(retention, "celsius", "", -100, 200, 85, "JESD79-4: the end of the normal temperature range, for which tREFI is given"),
            retention.Integer("refreshesPerWindow", 1, 1 << 20, 8192));
        retention.Reader.Finish();
        return on ? model : null;
    }

    private DisturbModel? Disturb(YamlMapReader faults)
    {
        NumberGroup disturb = Section(faults, "disturb");
        DisturbModel model = new(
            Number(disturb, "flipsPerActivation", "", 0, 1, 0, FormatDefault),
            Number(
                disturb, "threshold", "", 0, 1_000_000_000, 139_000,
                "Kim et al., Flipping Bits in Memory Without Accessing Them, ISCA 2014: the fewest activates that flipped a bit"));
        disturb.Reader.Finish();
        return model.FlipsPerActivation > 0 ? model : null;
    }

    private NumberGroup Section(YamlMapReader parent, string key)
    {
        YamlMapReader? map = parent.Map(key, required: false);
        return new NumberGroup(map ?? new YamlMapReader(new YamlMapping([], top.Mapping.Line, top.Mapping.Column), parent.PathOf(key), top.Context), numbers);
    }

    private static double Probability(NumberGroup section, string name, double fallback = 0) =>
        Number(section, name, "", 0, 1, fallback, FormatDefault);

    private static double Number(NumberGroup section, string name, string unit, double min, double max, double fallback, string source)
    {
        ParameterSpec spec = new(name, unit) { Optional = true, IsScientific = true, Min = -1_000_000_000, Max = 1_000_000_000_000, DefaultSource = source };
        if (section.Read(spec) is not { } given)
        {
            return fallback;
        }

        double value = given.ToDouble();
        if (value < min || value > max)
        {
            section.Reader.Context.Report(
                "PIM0108", $"'{section.Reader.PathOf(name)}' is {value}", section.Reader.Find(name) ?? section.Reader.Mapping, FormattableString.Invariant($"it must be from {min} to {max}"));
            return fallback;
        }

        return value;
    }
}
