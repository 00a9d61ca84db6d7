using PimSim.Bits;
using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver.Tests;

public sealed class UploadTests
{
    private static readonly DeviceModel Hbm = DeviceModelLoader.Load("hbm2-2000-pim", []);

    /// <summary>Column accesses counted by hand: 8 units hold 24 outputs, 3 each.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_of_the_binarized_set_are_counted_with_replication(bool reference)
    {
        UploadReport report = Upload(Hbm, Operations.Chain(clip: false), reference, out _);

        // real0: 2 units with 4 weights, limit and direction; binary1: 48 bits of 3 outputs in 8 units, 9 entries (2
        // columns) in each; binary2: 216 bits of 9 outputs, 2 a unit, so 5 units (the last with 1), one column of entries
        // each; real3: 9 weights in one unit.
        const int Accesses = (2 * 6) + (8 * 3) + (8 * 2) + 9 + 5 + 9;
        Assert.Equal(Accesses * 32, report.BytesPerDomain);
        Assert.Equal(16 * Accesses * 32, report.Bytes);
        Assert.Equal(16 * Accesses, Count(report, "WR"));
        Assert.Equal(16 * Accesses, Count(report, "RD"));
    }

    [Fact]
    public void Bytes_of_the_real_set_include_clip_thresholds_and_sums_sent_back()
    {
        UploadReport report = Upload(Hbm, Operations.Chain(clip: true), reference: false, out _);
        const int Clip1 = (24 * 6) + (8 * 4) + (8 * 2);
        const int Clip2 = (9 * 27) + (8 * 4) + 5;
        const int Sums = 3 + 2;
        const int Reals = (2 * 6) + 9;
        Assert.Equal((Clip1 + Clip2 + Sums + Reals) * 32, report.BytesPerDomain);
        Assert.Equal(16 * report.BytesPerDomain, report.Bytes);
    }

    [Fact]
    public void Checksums_are_those_of_the_written_bursts()
    {
        UploadReport report = Upload(Hbm, Operations.Chain(clip: true), reference: true, out List<(string Name, byte[] Burst)> written);
        Assert.Equal(
            "real0 weights, binary1 weights, binary2 weights, real3 weights, binary1 thresholds, binary2 thresholds",
            string.Join(", ", report.Tensors.Select(t => $"{t.Layer} {t.Kind}")));
        byte[][] writes = [.. written.Where(w => string.Equals(w.Name, "WR", StringComparison.Ordinal)).Select(w => w.Burst)];
        int[] lengths = [12, (24 * 6) + (8 * 4), (9 * 27) + (8 * 4), 9, 16, 5];
        Assert.Equal(lengths.Sum(), writes.Length);
        int next = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            uint crc = 0;
            foreach (byte[] burst in writes.AsSpan(next, lengths[i]))
            {
                crc = ContentHash.Crc32([.. BitConverter.GetBytes(crc), .. burst]);
            }

            Assert.Equal(crc, report.Tensors[i].Crc);
            next += lengths[i];
        }

        Assert.Equal(report.Tensors.Count, report.Tensors.Select(t => t.Crc).Distinct().Count());
    }

    [Theory]
    [InlineData(0, "weights of layer 'real0'")]
    [InlineData(12, "weights of layer 'binary1'")]
    [InlineData(12 + 24 + 8, "weights of layer 'binary2'")]
    [InlineData(12 + 24 + 9 + 9, "thresholds of layer 'binary1'")]
    [InlineData(12 + 24 + 9 + 9 + 16 + 4, "thresholds of layer 'binary2'")]
    public void PIM0710_cells_that_do_not_hold_what_is_written(int write, string what)
    {
        var placement = Placement.Create(Hbm, Operations.Chain(clip: false));
        var device = new PimDevice(Hbm, 7);
        var fault = new CellFault(device, write);
        UserErrorException e = Assert.Throws<UserErrorException>(
            () => new PimDriver(device, placement).Upload(new UploadOptions { Sink = fault }, CancellationToken.None));
        Diagnostic d = Assert.Single(e.Diagnostics);
        Assert.Equal("PIM0710", d.Code);
        Assert.StartsWith(what + " read back from domain 0 with checksum ", d.Message, StringComparison.Ordinal);
        Assert.True(fault.Writes > write);
    }

    /// <summary>Thresholds are folded from the scale and the signs that the device made.</summary>
    [Fact]
    public void Folding_gets_what_the_device_made()
    {
        Workload workload = Operations.Chain(clip: true);
        UploadReport report = Upload(Hbm, workload, reference: false, out _);
        foreach (int layer in (int[])[1, 2])
        {
            var operation = (BinaryOperation)workload.Operations[layer];
            var clip = (StoredClip)operation.Weights;
            var source = (FixedThresholds)operation.Thresholds!;
            Assert.Equal(RealReduction.MeanAbsClipped(clip.Values, operation.Shape.OutChannels, clip.Lower, clip.Upper), source.Scale);
            Assert.Equal(source.Scale, report.Scales[layer]);
            for (int i = 0; i < clip.Values.Length; i++)
            {
                Assert.Equal(clip.Values[i] < 0, source.Signs!.Get(i / operation.Shape.PatchElements, i % operation.Shape.PatchElements));
            }

            Assert.Equal(source.Fold(source.Signs!, source.Scale), report.Thresholds[layer]);
        }

        Assert.Null(report.Thresholds[0]);
        Assert.Equal(0f, report.Scales[0]);
    }

    [Fact]
    public void What_is_changed_after_the_store_was_verified_is_not_reported()
    {
        var placement = Placement.Create(Hbm, Operations.Chain(clip: false));
        var device = new PimDevice(Hbm, 7);
        int calls = 0;
        var options = new UploadOptions
        {
            Reference = true,
            AfterStore = core =>
            {
                core.Cells.Flip(new RowAddress(0, 0), 0, 3);
                calls++;
            },
        };
        new PimDriver(device, placement).Upload(options, CancellationToken.None);
        Assert.Equal(16, calls);
    }

    private static long Count(UploadReport report, string command) => report.Run.Domains.Sum(d => d.TotalCommands(Hbm.Standard.FindCommand(command)));

    private static UploadReport Upload(DeviceModel model, Workload workload, bool reference, out List<(string Name, byte[] Burst)> written)
    {
        var device = new PimDevice(model, 7);
        var sink = new InputsOfDomain0(model);
        UploadReport report = new PimDriver(device, Placement.Create(model, workload))
            .Upload(new UploadOptions { Reference = reference, Sink = sink }, CancellationToken.None);
        written = sink.Inputs;
        return report;
    }

    private sealed class InputsOfDomain0(DeviceModel model) : ICommandSink
    {
        public List<(string Name, byte[] Burst)> Inputs { get; } = [];

        public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output)
        {
            if (input.Length > 0 && command.Channel == 0 && command.PseudoChannel == 0)
            {
                Inputs.Add((model.Standard.Commands[command.Command].Name, input.ToArray()));
            }
        }
    }
}
