using PimSim.Bits;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>All faults of a device under one seed: a pure function of seed, mechanism and physical place, so that nobody has to draw in any order.</summary>
public sealed class FaultPlan
{
    private const ulong MechanismKeys = 0x4661756C74730000;
    private const int PatternKey = 0x100;
    private const int ChargeKey = 0x101;
    private const int ActivationKey = 0x102;

    private readonly ulong seed;
    private readonly double[] hazards;
    private readonly IReadOnlyDictionary<int, double> activations;

    /// <summary>The faults of <paramref name="model"/> under <paramref name="seed"/>.</summary>
    /// <param name="model">The device.</param>
    /// <param name="kinds">What its rows hold.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="activations">Activates of each row within a refresh window; empty where nothing is disturbed.</param>
    /// <param name="rewriteSeconds">
    /// Seconds from one write of a cell to the next where runs write again and again: no charge must hold longer, and every write has flips of its own. Null
    /// where cells are written once.
    /// </param>
    /// <exception cref="UserErrorException">PIM1202: retention without refresh.</exception>
    public FaultPlan(DeviceModel model, StoredKinds kinds, ulong seed, IReadOnlyDictionary<int, double> activations, double? rewriteSeconds = null)
    {
        Rewrites = rewriteSeconds is not null;
        Model = model;
        Kinds = kinds;
        this.seed = seed;
        this.activations = activations;
        Code = model.Faults.EccDataBits == 0 ? null : new SecDedCode(model.Faults.EccDataBits);
        hazards = new double[4 * 16];
        RetentionProbability = RetentionProbabilityOf(model, rewriteSeconds);
        for (int k = 0; k < 4; k++)
        {
            FaultRates r = model.Faults.Of((TensorKind)k);
            hazards[(k * 16) + (int)FaultMechanism.BitError] = SparseDraws.Hazard(r.BitErrorRate);
            if (r.Exposed)
            {
                hazards[(k * 16) + (int)FaultMechanism.Write] = SparseDraws.Hazard(r.FlipsPerWrite);
                hazards[(k * 16) + (int)FaultMechanism.Read] = SparseDraws.Hazard(r.FlipsPerRead);
                hazards[(k * 16) + (int)FaultMechanism.StuckAtZero] = SparseDraws.Hazard(r.StuckAtZero);
                hazards[(k * 16) + (int)FaultMechanism.StuckAtOne] = SparseDraws.Hazard(r.StuckAtOne);
                hazards[(k * 16) + (int)FaultMechanism.Retention] = SparseDraws.Hazard(RetentionProbability);
            }
        }

        DeadRowHazard = SparseDraws.Hazard(model.Faults.DeadRows);
        DeadColumnHazard = SparseDraws.Hazard(model.Faults.DeadColumns);
        CheckBitsPerAccess = Code is null ? 0 : model.Organization.AccessBits / Code.DataBits * Code.CheckBits;
    }

    /// <summary>The device.</summary>
    public DeviceModel Model { get; }

    /// <summary>What its rows hold.</summary>
    public StoredKinds Kinds { get; }

    /// <summary>Probability that a cell loses its charge within a refresh window; 0 where cells hold it.</summary>
    public double RetentionProbability { get; }

    /// <summary>True where every write has flips of its own, drawn by <see cref="WriteFlips"/>; else those of the only write are faults of the cells.</summary>
    public bool Rewrites { get; }

    internal SecDedCode? Code { get; }

    internal double DeadRowHazard { get; }

    internal double DeadColumnHazard { get; }

    internal int CheckBitsPerAccess { get; }

    /// <summary>Seconds in which every row is restored once.</summary>
    public static double WindowSeconds(DeviceModel model, RetentionModel retention) =>
        model.RefreshIntervalCycles * model.ClockPs * 1e-12 * retention.RefreshesPerWindow;

    /// <summary>The bits of an activation tensor that are wrong for one image, rising.</summary>
    public void ActivationFlips(long image, int tensor, long bits, List<long> positions) =>
        SparseDraws.Draw(Key(ActivationKey), ((ulong)tensor << 40) | (ulong)image, 0, bits, Hazard(TensorKind.Activations, FaultMechanism.BitError), positions);

    internal static ulong Block(int domain, RowAddress physical) =>
        ((ulong)(uint)domain << 48) | ((ulong)(uint)physical.Bank << 32) | (uint)physical.Row;

    internal double Hazard(TensorKind kind, FaultMechanism mechanism) => hazards[((int)kind * 16) + (int)mechanism];

    /// <summary>Key of the flips of writes with number <paramref name="ordinal"/> in step <paramref name="step"/>.</summary>
    internal ulong WriteKey(long step, int ordinal) => Philox.DeriveKey(Key(FaultMechanism.Write), ((ulong)step << 16) | (uint)ordinal);

    internal ulong Key(FaultMechanism mechanism) => Key((int)mechanism);

    /// <summary>A fair coin for a bit: what a dead line reads, and which way a cell discharges.</summary>
    internal bool Coin(FaultMechanism mechanism, ulong block, long position)
    {
        (uint word, _, _, _) = Philox.Block(Key(mechanism == FaultMechanism.Retention ? ChargeKey : PatternKey), block, (ulong)position);
        return (word & 1) != 0;
    }

    /// <summary>64 bits of what a dead row reads.</summary>
    internal ulong Pattern(ulong block, int word)
    {
        (uint low, uint high, _, _) = Philox.Block(Key(FaultMechanism.DeadRow), block, (1UL << 63) | (uint)word);
        return low | ((ulong)high << 32);
    }

    internal double Activations(int row) => activations.GetValueOrDefault(row);

    private ulong Key(int mechanism) => Philox.DeriveKey(seed, MechanismKeys + (ulong)mechanism);

    /// <summary>Probability that a cell of <paramref name="model"/> loses its charge within a refresh window; 0 where cells hold it.</summary>
    /// <param name="model">The device.</param>
    /// <param name="rewriteSeconds">Seconds after which cells are written anew, where they are; what is shorter counts.</param>
    /// <exception cref="UserErrorException">PIM1202: retention without refresh, and nothing is written anew.</exception>
    public static double RetentionProbabilityOf(DeviceModel model, double? rewriteSeconds = null)
    {
        if (model.Faults.Retention is not { } r)
        {
            return 0;
        }

        if (model.RefreshIntervalCycles == 0 && rewriteSeconds is null)
        {
            throw new UserErrorException(
                "PIM1202", $"'{model.Name}' has a retention-time distribution and is never refreshed, so every cell loses its charge", null, "set refresh.policy to all-bank, or faults.retention.distribution to none");
        }

        double window = model.RefreshIntervalCycles == 0 ? double.PositiveInfinity : WindowSeconds(model, r);
        double seconds = Math.Min(window, rewriteSeconds ?? window);
        double heating = (r.Celsius - r.ReferenceCelsius) / r.HalvingCelsius * 0.69314718055994530942;
        double z = (DeterministicMath.Log(seconds) + heating - DeterministicMath.Log(r.MedianSeconds)) / r.SigmaLn;
        return NormalDistribution.Below(z);
    }
}
