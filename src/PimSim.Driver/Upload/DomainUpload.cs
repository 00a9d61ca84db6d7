using PimSim.Bits;
using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>The host's side of an upload into one domain, in the order of <see cref="UploadLowering"/>.</summary>
internal sealed class DomainUpload
{
    private readonly Placement placement;
    private readonly UploadLowering upload;
    private readonly UnitGeometry g;
    private readonly BusPacker packer;
    private readonly BusWord bus;
    private readonly Dictionary<int, float[]> sums = [];
    private readonly Dictionary<int, ColumnStore> signColumns = [];
    private readonly uint[] written;
    private readonly uint[] readBack;

    public DomainUpload(Placement placement, UploadLowering upload)
    {
        this.placement = placement;
        this.upload = upload;
        g = placement.Geometry;
        packer = new BusPacker(g);
        bus = new BusWord(placement.Model.Organization);
        Scales = new float[placement.Layers.Count];
        written = new uint[(2 * placement.Layers.Count) + 1];
        readBack = new uint[written.Length];
        Entries = new ThresholdEntry[placement.Layers.Count][];
    }

    /// <summary>Scale of each binary layer: stored, or as the device made it.</summary>
    public float[] Scales { get; }

    /// <summary>Integer thresholds of each folded layer, as uploaded.</summary>
    public ThresholdEntry[]?[] Entries { get; }

    private int PagesChecksum => written.Length - 1;

    /// <summary>Checksum of what was written and of what was read back, by layer: weights, then threshold tables; then of the units' programs.</summary>
    public IEnumerable<(string Tensor, string Kind, uint Written, uint ReadBack)> Checksums()
    {
        for (int i = 0; i < written.Length; i++)
        {
            if (written[i] != 0 || readBack[i] != 0)
            {
                string tensor = i == PagesChecksum ? "" : placement.Layers[i % placement.Layers.Count].Operation.Name;
                yield return (tensor, Kind(i), written[i], readBack[i]);
            }
        }
    }

    public IEnumerable<byte[]> Inputs()
    {
        for (int layer = 0; layer < placement.Layers.Count; layer++)
        {
            foreach (byte[] burst in Bursts(upload.Weights[layer], layer))
            {
                yield return burst;
            }
        }

        foreach (byte[] burst in upload.Pages is null ? [] : Bursts(upload.Pages, PagesChecksum))
        {
            yield return burst;
        }

        foreach (BinaryLayout layout in upload.Clipped)
        {
            foreach (byte[] burst in SumBursts(layout))
            {
                yield return burst;
            }
        }

        foreach (BinaryLayout layout in upload.Folded)
        {
            Entries[layout.Index] = Fold(layout);
            ColumnStore tables = LayerStore.Thresholds(g, layout, Entries[layout.Index]!);
            foreach (byte[] burst in Bursts(tables, placement.Layers.Count + layout.Index))
            {
                yield return burst;
            }
        }

        foreach (ElementwiseLayout layout in upload.Elementwise)
        {
            foreach (byte[] burst in Bursts(LayerStore.Parameters(g, layout, ScaleOf), layout.Index))
            {
                yield return burst;
            }
        }
    }

    public IEnumerable<OutputSink> Outputs()
    {
        for (int layer = 0; layer < placement.Layers.Count; layer++)
        {
            foreach (OutputSink sink in Check(upload.Weights[layer].Count, layer))
            {
                yield return sink;
            }
        }

        foreach (OutputSink sink in Check(upload.Pages?.Count ?? 0, PagesChecksum))
        {
            yield return sink;
        }

        foreach (BinaryLayout layout in upload.Clipped)
        {
            foreach (OutputSink sink in SumSinks(layout))
            {
                yield return sink;
            }
        }

        foreach (BinaryLayout layout in upload.Clipped)
        {
            yield return burst => Scales[layout.Index] = Lane0(burst, 0);
        }

        foreach (BinaryLayout layout in upload.Clipped)
        {
            ColumnStore columns = LayerStore.SignColumns(g, layout);
            signColumns[layout.Index] = columns;
            for (int i = 0; i < columns.Count; i++)
            {
                int index = i;
                yield return burst => columns.Set(index, Words(burst));
            }
        }

        foreach (BinaryLayout layout in upload.Folded)
        {
            int count = LayerStore.Thresholds(g, layout, new ThresholdEntry[layout.SetCount * layout.Shape.OutChannels]).Count;
            foreach (OutputSink sink in Check(count, placement.Layers.Count + layout.Index))
            {
                yield return sink;
            }
        }

        foreach (ElementwiseLayout layout in upload.Elementwise)
        {
            foreach (OutputSink sink in Check(LayerStore.Parameters(g, layout, null).Count, layout.Index))
            {
                yield return sink;
            }
        }
    }

    /// <summary>Scale of the binary layer whose counts a tensor holds; 1 for others.</summary>
    private float ScaleOf(TensorHandle tensor) => placement.Layers.FirstOrDefault(l => l.Operation.Output == tensor) switch
    {
        BinaryLayout { Binary: { Thresholds: null, Weights: StoredSigns stored } } => stored.Scale,
        BinaryLayout { Binary.Thresholds: null } clipped => Scales[clipped.Index],
        _ => 1f,
    };

    private string Kind(int checksum) =>
        checksum == PagesChecksum ? "instructions"
        : checksum >= placement.Layers.Count ? "thresholds"
        : placement.Layers[checksum] is ElementwiseLayout ? "scales and limits" : "weights";

    private ThresholdEntry[] Fold(BinaryLayout layout)
    {
        PackedMatrix signs;
        if (layout.Binary.Weights is StoredSigns stored)
        {
            signs = stored.Signs;
            Scales[layout.Index] = stored.Scale;
        }
        else
        {
            signs = LayerStore.Signs(g, layout, signColumns[layout.Index]);
        }

        return layout.Binary.Thresholds!.Fold(signs, Scales[layout.Index]);
    }

    private IEnumerable<byte[]> Bursts(ColumnStore store, int checksum)
    {
        foreach (ulong[] words in store.Words)
        {
            byte[] burst = packer.ToBus(words);
            written[checksum] = Chain(written[checksum], burst);
            yield return burst;
        }
    }

    private IEnumerable<OutputSink> Check(int count, int checksum)
    {
        for (int i = 0; i < count; i++)
        {
            yield return burst => readBack[checksum] = Chain(readBack[checksum], burst);
        }
    }

    private IEnumerable<byte[]> SumBursts(BinaryLayout layout)
    {
        float[] values = sums[layout.Index];
        ulong[] register = new ulong[g.LaneBits / 64];
        for (int first = 0; first < values.Length; first += g.Lanes)
        {
            Array.Clear(register);
            for (int l = 0; l < g.Lanes && first + l < values.Length; l++)
            {
                register[l / 2] |= (ulong)BitConverter.SingleToUInt32Bits(values[first + l]) << (l % 2 * 32);
            }

            yield return packer.Broadcast(register);
        }
    }

    private IEnumerable<OutputSink> SumSinks(BinaryLayout layout)
    {
        float[] values = sums[layout.Index] = new float[layout.Shape.OutChannels];
        foreach (Tile tile in layout.Tiles)
        {
            for (int j = 0; j < tile.PerUnit; j++)
            {
                for (int bankUnit = 0; bankUnit < g.BankUnits(tile.Units); bankUnit++)
                {
                    int unit = bankUnit * g.Chips;
                    int index = j;
                    yield return burst =>
                    {
                        for (int chip = 0; chip < g.Chips; chip++)
                        {
                            int channel = tile.Channel(unit + chip, index);
                            if (channel >= 0)
                            {
                                values[channel] = Lane0(burst, chip);
                            }
                        }
                    };
                }
            }
        }
    }

    private float Lane0(ReadOnlySpan<byte> burst, int chip) => BitConverter.UInt32BitsToSingle((uint)packer.Chip(burst, chip)[0]);

    private ulong[] Words(ReadOnlySpan<byte> burst)
    {
        ulong[] words = new ulong[bus.Words];
        bus.FromBus(burst, words);
        return words;
    }

    /// <summary>CRC-32 of the bursts so far, chained burst by burst.</summary>
    private static uint Chain(uint crc, ReadOnlySpan<byte> burst)
    {
        Span<byte> bytes = stackalloc byte[4 + burst.Length];
        BitConverter.TryWriteBytes(bytes, crc);
        burst.CopyTo(bytes[4..]);
        return ContentHash.Crc32(bytes);
    }
}
