namespace PimSim.Models;

/// <summary>The words of the model files and what they stand for.</summary>
internal static class ModelWords
{
    public static readonly IReadOnlyDictionary<string, LevelKind> Levels = Words(
        ("channel", LevelKind.Channel),
        ("pseudo-channel", LevelKind.PseudoChannel),
        ("rank", LevelKind.Rank),
        ("bank-group", LevelKind.BankGroup),
        ("bank", LevelKind.Bank));

    public static readonly IReadOnlyDictionary<string, CommandEffects> Effects = Words(
        ("opens", CommandEffects.Opens),
        ("closes", CommandEffects.Closes),
        ("reads", CommandEffects.Reads),
        ("writes", CommandEffects.Writes),
        ("refreshes", CommandEffects.Refreshes),
        ("computes", CommandEffects.Computes),
        ("sets-mode", CommandEffects.SetsMode),
        ("bus-in", CommandEffects.BusIn),
        ("bus-out", CommandEffects.BusOut));

    public static readonly IReadOnlyDictionary<string, CommandMode> Modes = Words(
        ("any", CommandMode.Any),
        ("single-bank", CommandMode.SingleBank),
        ("all-bank", CommandMode.AllBank));

    public static readonly IReadOnlyDictionary<string, CommandPhase> Phases = Words(
        ("load", CommandPhase.Load),
        ("compute", CommandPhase.Compute),
        ("threshold", CommandPhase.Threshold),
        ("move", CommandPhase.Move),
        ("refresh", CommandPhase.Refresh),
        ("mode", CommandPhase.Mode));

    public static readonly IReadOnlyDictionary<string, PimOperation> Operations = Words(
        ("none", PimOperation.None),
        ("mode", PimOperation.Mode),
        ("load-input", PimOperation.LoadInput),
        ("load-input-row", PimOperation.LoadInputRow),
        ("load-threshold", PimOperation.LoadThreshold),
        ("xnor-accumulate", PimOperation.XnorAccumulate),
        ("threshold", PimOperation.Threshold),
        ("pool", PimOperation.Pool),
        ("pack", PimOperation.Pack),
        ("vector", PimOperation.Vector),
        ("vector-row", PimOperation.VectorRow),
        ("vector-divide", PimOperation.VectorDivide),
        ("write-back", PimOperation.WriteBack),
        ("read-out", PimOperation.ReadOut),
        ("clear", PimOperation.Clear),
        ("load-program", PimOperation.LoadProgram),
        ("load-program-bus", PimOperation.LoadProgramBus));

    public static readonly IReadOnlyDictionary<string, EnergyPart> EnergyParts = Words(
        ("activate", EnergyPart.Activate),
        ("array", EnergyPart.Array),
        ("path", EnergyPart.OnDiePath),
        ("io", EnergyPart.Io),
        ("refresh", EnergyPart.Refresh),
        ("background", EnergyPart.Background),
        ("xnor", EnergyPart.Xnor),
        ("simd", EnergyPart.Simd));

    public static readonly IReadOnlyDictionary<string, AccumulatorOverflow> Overflows = Words(
        ("error", AccumulatorOverflow.Error),
        ("wrap", AccumulatorOverflow.Wrap),
        ("saturate", AccumulatorOverflow.Saturate));

    public static readonly IReadOnlyDictionary<string, SequencerKind> Sequencers = Words(
        ("host", SequencerKind.Host),
        ("device", SequencerKind.Device));

    public static readonly IReadOnlyDictionary<string, NumberFormat> NumberFormats = Words(
        ("fp32", NumberFormat.Fp32),
        ("bf16", NumberFormat.Bf16),
        ("fp16", NumberFormat.Fp16));

    public static readonly IReadOnlyDictionary<string, bool> Kinds = Words(("memory", false), ("processing", true));

    /// <summary>Thousandths of a cycle added before truncation.</summary>
    public static readonly IReadOnlyDictionary<string, int> Roundings = Words(("up", 1000), ("jesd79-4", 974));

    public static readonly IReadOnlyDictionary<string, bool> FirstLayers = Words(("simd", false), ("host", true));

    public static readonly IReadOnlyDictionary<string, RefreshPolicy> RefreshPolicies = Words(
        ("all-bank", RefreshPolicy.AllBank),
        ("per-bank", RefreshPolicy.PerBank),
        ("none", RefreshPolicy.None));

    public static readonly IReadOnlyDictionary<string, SchedulerKind> Schedulers = Words(("fcfs", SchedulerKind.Fcfs), ("fr-fcfs", SchedulerKind.FrFcfs));

    public static readonly IReadOnlyDictionary<string, PagePolicy> PagePolicies = Words(
        ("open", PagePolicy.Open),
        ("closed", PagePolicy.Closed),
        ("capped", PagePolicy.Capped),
        ("adaptive", PagePolicy.Adaptive));

    public static readonly IReadOnlyDictionary<string, QueueKind> Queues = Words(("separate", QueueKind.Separate), ("shared", QueueKind.Shared));

    public static readonly IReadOnlyDictionary<string, PowerDownPolicy> PowerDowns = Words(
        ("none", PowerDownPolicy.None),
        ("power-down", PowerDownPolicy.PowerDown),
        ("self-refresh", PowerDownPolicy.SelfRefresh));

    private static Dictionary<string, T> Words<T>(params ReadOnlySpan<(string Word, T Value)> words)
    {
        Dictionary<string, T> result = new(StringComparer.Ordinal);
        foreach ((string word, T value) in words)
        {
            result.Add(word, value);
        }

        return result;
    }
}
