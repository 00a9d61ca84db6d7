using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Lowers what the device does with stored weights of kind (a): clipped set, signs and the sum of magnitudes of each
/// channel, then the scale. Vector registers: 16 chains of sums, then a temporary, lower and upper threshold, tail mask.
/// </summary>
internal sealed class ClipLowering
{
    /// <summary>Chains of a full sum.</summary>
    public const int Chains = 16;

    /// <summary>Registers beside the chains: a temporary, both thresholds, the tail mask.</summary>
    public const int OtherRegisters = 4;

    private readonly LoweringContext x;
    private readonly UnitGeometry g;

    public ClipLowering(LoweringContext context)
    {
        x = context;
        g = context.Geometry;
    }

    /// <summary>Registers that hold the 16 chains.</summary>
    public int SumRegisters => Chains / g.Lanes;

    private int Temporary => SumRegisters;

    private int Bounds => SumRegisters + 1;

    private int Mask => SumRegisters + 3;

    /// <summary>Signs to the weight rows; read-outs of the sum of each channel, by tile, index in unit, bank unit.</summary>
    public void LowerSigns(BinaryLayout layout)
    {
        foreach (Tile tile in layout.Tiles)
        {
            x.VectorRow(VectorOperation.LoadRow, new ColumnPlace(tile.ClipRow, 0, LayerStore.LowerColumn), Bounds, 1);
            x.VectorRow(VectorOperation.LoadRow, new ColumnPlace(tile.ClipRow, 0, LayerStore.UpperColumn), Bounds + 1, 1);
            x.VectorRow(VectorOperation.LoadRow, new ColumnPlace(tile.ClipRow, 0, LayerStore.MaskColumn), Mask, 1);
            for (int j = 0; j < tile.PerUnit; j++)
            {
                LowerChannel(layout, tile, j);
                x.ReadOut(PimBuffer.Vector, 0, g.BankUnits(tile.Units));
            }

            x.CloseRow();
        }
    }

    /// <summary>The scale of the layer from the channel sums that the host sends back, to the bus.</summary>
    public void LowerScale(BinaryLayout layout)
    {
        x.Clear(PimBuffer.Vector, 0, SumRegisters);
        int vectors = UnitGeometry.Ceiling(layout.Shape.OutChannels, g.Lanes);
        for (int first = 0; first < vectors; first += g.Unit.InputRegisters)
        {
            int count = Math.Min(g.Unit.InputRegisters, vectors - first);
            x.LoadInputs(count);
            for (int i = 0; i < count; i++)
            {
                x.Vector(VectorOperation.LoadInput, Temporary, 1, i);
                x.Vector(VectorOperation.Add, (first + i) % SumRegisters, 1, Temporary);
            }
        }

        Join();
        x.VectorRow(VectorOperation.MultiplyRow, new ColumnPlace(layout.Tiles[0].ClipRow, 0, LayerStore.CountColumn), 0, 1);
        x.ReadOut(PimBuffer.Vector, 0, 1);
        x.CloseRow();
    }

    private void LowerChannel(BinaryLayout layout, Tile tile, int j)
    {
        int elements = layout.Shape.PatchElements;
        int columns = UnitGeometry.Ceiling(elements, g.Lanes);
        int perChunk = g.LaneBits / g.Lanes;
        x.Clear(PimBuffer.Vector, 0, SumRegisters);
        for (int chunk = 0; chunk < layout.Chunks; chunk++)
        {
            x.Clear(PimBuffer.Output);
            for (int i = chunk * perChunk; i < Math.Min(columns, (chunk + 1) * perChunk); i++)
            {
                x.VectorRow(VectorOperation.LoadRow, g.Place(tile.ClipRow + 1, (j * columns) + i), Temporary, 1);
                x.Vector(VectorOperation.Clip, Temporary, 1, Bounds);
                if (i == columns - 1 && elements % g.Lanes != 0)
                {
                    x.Vector(VectorOperation.Multiply, Temporary, 1, Mask);
                }

                x.Builder.Command(
                    x.Commands.Pack,
                    new CommandOperands { Register = (short)Temporary, Count = 1, Bit = (short)(i % perChunk * g.Lanes) });
                x.Vector(VectorOperation.Absolute, Temporary, 1);
                x.Vector(VectorOperation.Add, i % SumRegisters, 1, Temporary);
            }

            ColumnPlace place = BinaryLayout.Weight(g, tile, chunk, j);
            x.OpenRow(place.Row);
            x.Builder.Command(
                x.Commands.WriteBack,
                new CommandOperands { Operation = (byte)PimBuffer.Output, Parity = (byte)place.Parity, Column = (short)place.Column });
        }

        Join();
    }

    /// <summary>Joins the 16 chains 8-4-2-1: first registers, then lanes.</summary>
    private void Join()
    {
        for (int half = SumRegisters / 2; half > 0; half /= 2)
        {
            x.Vector(VectorOperation.Add, 0, half, half);
        }

        for (int half = g.Lanes / 2; half > 0; half /= 2)
        {
            x.Vector(VectorOperation.FoldAdd, 0, 1, stride: half);
        }
    }
}
