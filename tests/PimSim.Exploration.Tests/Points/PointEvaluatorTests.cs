using PimSim.Models;

namespace PimSim.Exploration.Tests.Points;

public sealed class PointEvaluatorTests
{
    private static readonly PointDescription Base = new()
    {
        Device = "hbm2-2000-pim",
        Set = [],
        Network = "bcnn-s",
        Data = "fashion-mnist-10k",
        Images = 2,
        Seed = 1,
        Evaluate = EvaluationKind.Timing,
    };

    [Fact]
    public void Models_that_differ_in_energy_and_area_alone_share_a_run_and_keep_their_own_energy()
    {
        SharedWork shared = new();
        PointEvaluator evaluator = new(shared);
        PointDescription[] points = [Base, Base with { Set = ["currents.IDD4R=500", "energy.XNOR_BIT=20", "area.xnor=1", "host.picojoulesPerMac=3"] }, Base with { Set = ["clock=1.25"] }];
        PointFigures[] together = [.. points.Select(p => Evaluate(evaluator, p))];
        PointFigures[] apart = [.. points.Select(p => Evaluate(new PointEvaluator(new SharedWork()), p))];
        Assert.Equal(apart.Select(f => (f.Cycles, f.EnergyPj, f.TimeSeconds, f.AreaUm2)), together.Select(f => (f.Cycles, f.EnergyPj, f.TimeSeconds, f.AreaUm2)));
        Assert.Equal(together[0].Cycles, together[1].Cycles);
        Assert.NotEqual(together[0].EnergyPj, together[1].EnergyPj);
        Assert.True(shared.TimedRuns < 3);
    }

    [Theory]
    [InlineData("timing.RCDRD=20")]
    [InlineData("unit.inputRegisters=4")]
    [InlineData("placement.imagesPerGroup=1")]
    [InlineData("host.turnaroundNs=300")]
    [InlineData("refresh.policy=none")]
    public void What_can_change_cycles_has_a_timing_hash_of_its_own(string set) =>
        Assert.NotEqual(DeviceModelLoader.Load(Base.Device, []).TimingHash, DeviceModelLoader.Load(Base.Device, [set]).TimingHash, StringComparer.Ordinal);

    [Theory]
    [InlineData("currents.IDD0=70")]
    [InlineData("energy.MODE=60")]
    [InlineData("area.bank=1")]
    public void What_cannot_change_cycles_has_the_same_timing_hash(string set) =>
        Assert.Equal(DeviceModelLoader.Load(Base.Device, []).TimingHash, DeviceModelLoader.Load(Base.Device, [set]).TimingHash);

    [Theory]
    [InlineData("PIM0126", "unit.laneBits=128")]
    [InlineData("PIM0114", "unit.lanes=128")]
    public void A_point_that_fails_has_its_error(string number, string set)
    {
        PointResult result = new PointEvaluator(new SharedWork()).Evaluate(Base with { Set = [set] }, TestContext.Current.CancellationToken);
        Assert.Equal(number, result.Error);
        Assert.Null(result.Figures);
    }

    [Fact]
    public void Points_that_differ_in_faults_alone_share_what_the_sound_device_gives()
    {
        SharedWork shared = new();
        PointEvaluator evaluator = new(shared);
        PointDescription faulty = Base with { Evaluate = EvaluationKind.Accuracy, Images = 40, FaultSeeds = 3 };
        PointDescription[] points =
        [
            faulty with { Set = ["faults.ber.weights=0.05"] },
            faulty with { Set = ["faults.ber.activations=0.1", "energy.XNOR_BIT=20"] },
            faulty with { Set = ["faults.stuckAtOne=0.02", "ecc.dataBits=64"] },
        ];
        (long? Correct, double? Lower, double? Upper)[] together = [.. points.Select(p => Evaluate(evaluator, p)).Select(f => (f.Correct, f.AccuracyLower, f.AccuracyUpper))];
        Assert.Equal(1, shared.SoundRuns);
        Assert.Equal(points.Select(p => Evaluate(new PointEvaluator(new SharedWork()), p)).Select(f => (f.Correct, f.AccuracyLower, f.AccuracyUpper)), together);
        Assert.True(together.Distinct().Count() > 1);
    }

    [Fact]
    public void A_fault_of_the_simulator_is_an_error_of_its_point() =>
        Assert.Equal("PIM1255", new PointEvaluator(new SharedWork()).Evaluate(Base with { Device = null! }, TestContext.Current.CancellationToken).Error);

    [Fact]
    public void Drawn_bits_have_no_accuracy() =>
        Assert.Equal("PIM1261", new PointEvaluator(new SharedWork()).Evaluate(Base with { Network = "bmlp-4096", Evaluate = EvaluationKind.Accuracy }, TestContext.Current.CancellationToken).Error);

    /// <summary>Faults act on a training only where the point says so, and then its device is part of what the network follows from.</summary>
    [Fact]
    public void Networks_are_trained_on_faulty_cells_where_a_point_says_so()
    {
        var evaluator = new PointEvaluator(new SharedWork());
        PointDescription sound = Base with { Training = Settings("none"), Images = 20, Evaluate = EvaluationKind.Accuracy, Set = ["faults.weights.stuckAtZero=2e-3"] };
        PointDescription faulty = sound with { Training = Settings("cells") };
        PointFigures onSound = Evaluate(evaluator, sound);
        PointFigures onFaulty = Evaluate(evaluator, faulty);
        Assert.Equal(onSound.NetworkHash, Evaluate(evaluator, sound with { Set = [] }).NetworkHash, StringComparer.Ordinal);
        Assert.NotEqual(onSound.NetworkHash, onFaulty.NetworkHash, StringComparer.Ordinal);
        Assert.NotEqual(onFaulty.NetworkHash, Evaluate(evaluator, faulty with { Set = ["faults.weights.stuckAtZero=1e-2"] }).NetworkHash, StringComparer.Ordinal);
        Assert.NotNull(onFaulty.Accuracy);
        Assert.Equal("PIM1206", evaluator.Evaluate(faulty with { Set = ["faults.flipsPerRead=1e-6"] }, TestContext.Current.CancellationToken).Error, StringComparer.Ordinal);
    }

    [Fact]
    public void Descriptions_survive_the_way_to_another_process()
    {
        PointDescription point = Base with { Set = ["a=1", "b=ß"], Training = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["epochs"] = "3" } };
        PointDescription read = PointDescription.FromJson(point.ToJson());
        Assert.Equal(point.ToJson(), read.ToJson());
        Assert.Equal(point.Key(), read.Key());
        Assert.NotEqual(Base.Key(), point.Key(), StringComparer.Ordinal);
    }

    [Fact]
    public void A_small_value_is_made_once_and_given_up_ones_are_forgotten()
    {
        SharedCache<int> cache = new(2);
        Assert.Throws<OperationCanceledException>(() => cache.Get("a", () => throw new OperationCanceledException()));
        Assert.Equal((1, 1, 2, 3), (cache.Get("a", () => 1), cache.Get("a", () => 9), cache.Get("b", () => 2), cache.Get("c", () => 3)));
        Assert.Equal(4, cache.Get("a", () => 4));
    }

    private static SortedDictionary<string, string> Settings(string faults) =>
        new(StringComparer.Ordinal) { ["epochs"] = "1", ["images"] = "16", ["batch"] = "8", ["faults"] = faults };

    private static PointFigures Evaluate(PointEvaluator evaluator, PointDescription point) =>
        Assert.IsType<PointFigures>(evaluator.Evaluate(point, TestContext.Current.CancellationToken).Figures);
}
