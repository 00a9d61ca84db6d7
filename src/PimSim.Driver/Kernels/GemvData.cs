using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Weights in the cells, inputs over the bus, partial sums in the cells.</summary>
internal sealed class GemvData : IKernelData
{
    private readonly KernelLayout layout;
    private readonly KernelBus bus;
    private readonly NumberFormat format;
    private readonly float[] weights;
    private readonly float[] inputs;
    private readonly int chips;
    private readonly int perDomain;

    public GemvData(KernelLayout layout, ulong seed)
    {
        this.layout = layout;
        bus = new KernelBus(layout);
        format = layout.Model.Unit!.SimdFormat;
        chips = layout.Organization.Chips;
        perDomain = layout.Model.UnitsPerDomain;
        weights = KernelOperands.Create(seed, 0, (long)layout.Shape.Outputs * layout.Shape.Inputs);
        inputs = KernelOperands.Create(seed, 1, (long)layout.Shape.Batch * layout.Shape.Inputs);
    }

    public void Store(DomainCore[] cores)
    {
        float[] column = new float[chips * layout.Lanes];
        for (int position = 0; position < layout.Units / chips; position++)
        {
            for (long o = 0; o < layout.OutputTiles; o++)
            {
                for (long i = 0; i < layout.InputTiles; i++)
                {
                    for (int c = 0; c < layout.TileColumns; c++)
                    {
                        Fill(column, position, o, i, c);
                        (RowAddress row, int access) = Address(position, (int)(i % KernelLayout.Parities), layout.TileStart(o, i) + c);
                        cores[Domain(position)].Cells.Write(row, access, bus.Column(column));
                    }
                }
            }
        }
    }

    public IEnumerable<byte[]> Inputs()
    {
        for (long o = 0; o < layout.OutputTiles; o++)
        {
            for (int b = 0; b < layout.Shape.Batch; b++)
            {
                foreach (long tile in Tiles())
                {
                    for (int r = 0; r < layout.Registers; r++)
                    {
                        yield return bus.Values(Input(b, tile, r));
                    }
                }
            }
        }
    }

    public KernelCheck Check(DomainCore[] cores)
    {
        var digest = new KernelDigest(layout.Shape.Results);
        float[] lanes = new float[layout.Lanes];
        ulong[] words = new ulong[layout.Organization.AccessBits / 64];
        for (int b = 0; b < layout.Shape.Batch; b++)
        {
            for (int o = 0; o < layout.Shape.Outputs; o++)
            {
                (long tile, long unit, int vector) = Where(o);
                int position = (int)(unit / chips);
                long number = layout.ResultStart + (((tile * layout.Shape.Batch) + b) * layout.Vectors) + vector;
                (RowAddress row, int access) = Address(position, 1, number);
                cores[Domain(position)].Cells.Read(row, access, words);
                double exact = Sums(o, b, lanes);
                for (int l = 0; l < lanes.Length; l++)
                {
                    float stored = bus.Value(words, ((int)(unit % chips) * lanes.Length) + l);
                    digest.Compare(stored, lanes[l]);
                    lanes[l] = stored;
                }

                digest.Result(((long)b * layout.Shape.Outputs) + o, Join(lanes), exact);
            }
        }

        return digest.Complete();
    }

    /// <summary>The host's partial sums of one output, lane by lane in the order of the commands, and the exact sum.</summary>
    private double Sums(int output, int batch, float[] lanes)
    {
        Array.Clear(lanes);
        double exact = 0;
        foreach (long tile in Tiles())
        {
            for (int r = 0; r < layout.Registers; r++)
            {
                long first = ((tile * layout.Registers) + r) * layout.Lanes;
                for (int l = 0; l < lanes.Length && first + l < layout.Shape.Inputs; l++)
                {
                    float w = weights[((long)output * layout.Shape.Inputs) + first + l];
                    float x = inputs[((long)batch * layout.Shape.Inputs) + first + l];
                    lanes[l] = KernelRounding.Round(lanes[l] + KernelRounding.Round(w * x, format), format);
                    exact += (double)w * x;
                }
            }
        }

        return exact;
    }

    private static float Join(float[] lanes)
    {
        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (int l = 0; l < half; l++)
            {
                lanes[l] += lanes[l + half];
            }
        }

        return lanes[0];
    }

    private void Fill(float[] column, int position, long outputTile, long inputTile, int tileColumn)
    {
        Array.Clear(column);
        long firstInput = ((inputTile * layout.Registers) + (tileColumn / layout.Vectors)) * layout.Lanes;
        for (int chip = 0; chip < chips; chip++)
        {
            long unit = ((long)position * chips) + chip;
            long output = (((outputTile * layout.Units) + unit) * layout.Vectors) + (tileColumn % layout.Vectors);
            for (int l = 0; l < layout.Lanes && output < layout.Shape.Outputs && firstInput + l < layout.Shape.Inputs; l++)
            {
                column[(chip * layout.Lanes) + l] = weights[(output * layout.Shape.Inputs) + firstInput + l];
            }
        }
    }

    private ReadOnlySpan<float> Input(int batch, long tile, int register)
    {
        long first = ((tile * layout.Registers) + register) * layout.Lanes;
        int count = (int)Math.Clamp(layout.Shape.Inputs - first, 0, layout.Lanes);
        return count == 0 ? [] : inputs.AsSpan((int)(((long)batch * layout.Shape.Inputs) + first), count);
    }

    /// <summary>Input tiles in the order of the commands.</summary>
    private IEnumerable<long> Tiles()
    {
        for (int parity = 0; parity < KernelLayout.Parities; parity++)
        {
            for (long i = parity; i < layout.InputTiles; i += KernelLayout.Parities)
            {
                yield return i;
            }
        }
    }

    private (long Tile, long Unit, int Vector) Where(int output)
    {
        long group = output / layout.Vectors;
        return (group / layout.Units, group % layout.Units, output % layout.Vectors);
    }

    private int Domain(int position) => position * chips / perDomain;

    private (RowAddress Row, int Access) Address(int position, int parity, long number)
    {
        (int row, int access) = layout.Place(number);
        int inDomain = position - (Domain(position) * perDomain / chips);
        return (new RowAddress((inDomain * KernelLayout.Parities) + parity, row), access);
    }
}
