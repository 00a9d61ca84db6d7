using PimSim.Core;
using PimSim.Device;
using PimSim.Device.Tests;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Runs with the sequencer in the device: the same bits, and loads beside the same commands.</summary>
public sealed class SequencedRunTests
{
    private const int Images = 3;

    [Theory]
    [InlineData("hbm2-2000-pim", "organization.channels=1", 32, false)]
    [InlineData("hbm2-2000-pim", "organization.channels=1", 16, true)]
    [InlineData("hbm2-2000-pim", "organization.channels=1", 512, true)]
    [InlineData("ddr4-2400-pim", "organization.bankGroups=2", 32, true)]
    public void Both_paths_give_what_the_host_s_sequencer_gives(string name, string size, int entries, bool clip)
    {
        DeviceModel host = DeviceModelLoader.Load(name, [size, "placement.imagesPerGroup=2"]);
        DeviceModel device = DeviceModelLoader.Load(name, [size, "placement.imagesPerGroup=2", "unit.sequencer=device", $"unit.instructionEntries={entries}"]);
        (UploadReport upload, InferenceRun expected) = Run(host, reference: true, clip);
        (UploadReport fastUpload, InferenceRun fast) = Run(device, reference: false, clip);
        (UploadReport slowUpload, InferenceRun slow) = Run(device, reference: true, clip);
        Assert.Equal(expected.Scores, fast.Scores);
        Assert.Equal(expected.Scores, slow.Scores);
        Assert.Equal(upload.Scales, slowUpload.Scales);
        Assert.Equal(upload.Thresholds, slowUpload.Thresholds);
        Assert.Equal(fastUpload.Tensors, slowUpload.Tensors);
        Assert.Equal([.. upload.Tensors.Select(t => t.Kind), "instructions"], slowUpload.Tensors.Select(t => t.Kind), StringComparer.Ordinal);
        Assert.Equal(fast.Run.Cycles, slow.Run.Cycles);
        Assert.Equal(fast.Energy!.Total, slow.Energy!.Total);
        Assert.Equal(fast.Sequencer, slow.Sequencer);
        Assert.Equal(slow.CommandsExecuted, slow.Run.Domains.Sum(d => d.CommandCounts.Sum()));

        // Loads, and the rows that they open and close, are all that is more.
        int load = device.Standard.FindCommand(PimOperation.LoadProgram);
        var roles = new CommandRoles(device.Standard);
        foreach (CommandSpec c in device.Standard.Commands)
        {
            long more = Total(slow, c.Id) - Total(expected, c.Id);
            bool ofLoads = c.Id == load || c.Id == roles.ActivateAll || c.Id == roles.PrechargeAll || c.Id == roles.RefreshAll;
            Assert.True(ofLoads ? more >= 0 : more == 0, $"{c.Name}: {more} more");
        }

        Assert.Equal(slow.Sequencer.Loads, Total(slow, load));
        Assert.Equal(slow.Run.Cycles - expected.Run.Cycles, slow.Sequencer.LoadCycles);
        Assert.Equal((SequencerKind.Host, SequencerKind.Device), (expected.Sequencer.Kind, slow.Sequencer.Kind));
        Assert.True(slow.Sequencer is { Pages: > 1, Rows: > 0, UnitBytes: > 0, Loads: > 0 } && slow.Sequencer.LoadCycles > 0, slow.Sequencer.ToString());
        Assert.True(fastUpload.Bytes - upload.Bytes >= slow.Sequencer.UnitBytes * device.UnitsPerDomain * device.Organization.Domains, $"{upload.Bytes} and {fastUpload.Bytes} bytes");
    }

    [Theory]
    [InlineData("hbm2-2000-pim", "organization.channels=1")]
    [InlineData("ddr4-2400-pim", "organization.channels=1")]
    public void Loads_keep_all_rules(string name, string size)
    {
        DeviceModel model = DeviceModelLoader.Load(name, [size, "unit.sequencer=device", "unit.instructionEntries=16", "refresh.first=500"]);
        var driver = new PimDriver(new PimDevice(model, 1), Placement.Create(model, Operations.Chain(clip: false)));
        var seen = Recorder.Create();
        driver.Watch(Images, apart: false)[0].Run(seen, CancellationToken.None);
        List<PlacedCommand> commands = PlacedCommand.Of(model, seen.Issued, 0);
        Assert.Contains(commands, c => c.Command.Operation == PimOperation.LoadProgram);
        Assert.Contains(commands, c => c.Command.Name == "REFab");
        Assert.Empty(new RuleChecker(model, TimingRule.Of(model)).Violations(commands));
    }

    /// <summary>A cell that is stuck in a program changes what its unit does; nothing else happens, and always the same.</summary>
    [Theory]
    [InlineData("hbm2-2000-pim", "organization.channels=1")]
    [InlineData("ddr4-2400-pim", "organization.bankGroups=2")]
    public void Damaged_instructions_change_results_and_nothing_else(string name, string size)
    {
        DeviceModel model = DeviceModelLoader.Load(name, [size, "unit.sequencer=device"]);
        (_, InferenceRun sound) = Run(model, reference: true, clip: true);
        (int Row, int Bank, int Column)[] pages = Pages(model, clip: true);
        int changed = 0;
        for (ulong seed = 0; seed < 4; seed++)
        {
            ulong key = seed;
            (_, InferenceRun damaged) = Run(model, reference: true, clip: true, core => Damage(core, pages, key));
            (_, InferenceRun again) = Run(model, reference: true, clip: true, core => Damage(core, pages, key));
            Assert.Equal(damaged.Scores, again.Scores);
            Assert.Equal(sound.Run.Cycles, damaged.Run.Cycles);
            changed += sound.Scores.AsSpan().SequenceEqual(damaged.Scores) ? 0 : 1;
        }

        Assert.InRange(changed, 2, 4);
    }

    [Fact]
    public void PIM0495_the_fast_path_knows_sound_instructions_only()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1", "unit.sequencer=device"]);
        (int Row, int Bank, int Column)[] pages = Pages(model, clip: false);
        UserErrorException e = Assert.Throws<UserErrorException>(() => Run(model, reference: false, clip: false, core => Damage(core, pages, 1)));
        Assert.Equal("PIM0495", Assert.Single(e.Diagnostics).Code);
    }

    /// <summary>Skipping loops gives the cycles of taking every step.</summary>
    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void Long_sequenced_runs_are_timed_exactly(string name)
    {
        const int Many = 600;
        DeviceModel model = DeviceModelLoader.Load(name, ["organization.channels=1", "unit.sequencer=device"]);
        var placement = Placement.Create(model, Operations.Chain(clip: false));
        ImageSharding sharding = ImageSharding.Create(model, Many);
        int[] groups = [.. Enumerable.Range(0, sharding.Domains).Select(sharding.Team)];
        ProgramRun plain = new ProgramRunner(model) { SkipsLoops = false }.Time(new PlacedPrograms(placement).Inference(sharding), groups, CancellationToken.None);
        InferenceTiming skipped = new PimDriver(new PimDevice(model, 1), placement).Time(Many, CancellationToken.None);
        Assert.Equal(plain.Cycles, skipped.Run.Cycles);
        Assert.Equal(plain.Domains.Select(d => d.CommandCounts.Sum()), skipped.Run.Domains.Select(d => d.CommandCounts.Sum()));
        Assert.Equal(plain.Domains.Select(d => d.PhaseCycles.Sum()), skipped.Run.Domains.Select(d => d.PhaseCycles.Sum()));
    }

    private static long Total(InferenceRun run, int command) => run.Run.Domains.Sum(d => d.TotalCommands(command));

    private static (UploadReport Upload, InferenceRun Run) Run(DeviceModel model, bool reference, bool clip, Action<DomainCore>? afterStore = null)
    {
        var driver = new PimDriver(new PimDevice(model, 7), Placement.Create(model, Operations.Chain(clip)));
        UploadReport upload = driver.Upload(new UploadOptions { Reference = reference, Images = Images, AfterStore = afterStore }, CancellationToken.None);
        return (upload, driver.Run(new NoiseImages(Images, 5, 5, 1), new RunOptions { Reference = reference }, CancellationToken.None));
    }

    /// <summary>Inverts some cells of programs, others in every domain.</summary>
    private static void Damage(DomainCore core, (int Row, int Bank, int Column)[] pages, ulong seed)
    {
        var random = new PhiloxStream(seed, (ulong)core.Domain);
        for (int i = 0; i < 40; i++)
        {
            (int row, int bank, int column) = pages[random.NextInt(pages.Length)];
            core.Cells.Flip(new RowAddress(bank, row), column, random.NextInt(64));
        }
    }

    private static (int Row, int Bank, int Column)[] Pages(DeviceModel model, bool clip) =>
        [.. new PlacedPrograms(Placement.Create(model, Operations.Chain(clip))).Store(Images)!.Columns().Places];
}
