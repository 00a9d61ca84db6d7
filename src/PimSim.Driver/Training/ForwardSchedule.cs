using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Convolution and pooling of a block. Position q of window w of a batch stands in vector register q * windows + w; places of maxima
/// follow. Products of signs are counted: with a true 0 in the border once with +1 and once with -1 there, so that both counts together
/// are as many elements less as the dot product is.
/// </summary>
internal sealed class ForwardSchedule(StepScope x, BlockLayout layout, TrainingHost? host)
{
    private const int CountRegister = 14;
    private const int ScaleRegister = 15;

    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    private LayerShape Shape => layout.Shape;

    private bool HasScale => layout.Block.Clip != TrainingClip.Sign;

    /// <summary>Windows of all images of the domain: results and places to the cells.</summary>
    public void Run()
    {
        if (layout.Block.IsBinary)
        {
            x.LoadElements(1, _ => layout.Elements);
            W.Vector(VectorOperation.Copy, CountRegister, s: CommandOperands.ElementSource);
            LoadScales();
        }

        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            int s = slot;
            W.Loop(x.Images[slot] * Shape.PooledHeight, line => x.Batches(layout.Windows[s], line, Shape.PooledWidth, layout.WindowsPerBatch, (window, row, column, windows) =>
            {
                if (layout.Block.IsBinary)
                {
                    Binary(s, line, window, row, column, windows);
                }
                else
                {
                    Real(s, line, window, row, column, windows);
                }
            }));
        }
    }

    /// <summary>The layer's scale, or those of all vectors of channels.</summary>
    private void LoadScales()
    {
        bool own = layout.Block.ScalesChannels;
        for (int v = 0; v < layout.ScaleRegisters && HasScale; v++)
        {
            W.Open((own ? layout.Norm : layout.Scalars!).Row(own ? v : 0, 0));
            W.Row(VectorOperation.LoadRow, new StepColumn(0, own ? NormColumn.Scale : ScalarColumn.Scale), ScaleOf(v));
            W.Close();
        }
    }

    private void Real(int slot, StepIndex line, StepIndex window, StepIndex row, StepColumn column, int windows)
    {
        int n = windows * layout.Positions;
        int part = Math.Max(1, G.Unit.InputRegisters * G.Lanes / n);
        for (int v = 0; v < layout.Outputs.Vectors; v++)
        {
            W.Clear(PimBuffer.Vector, 0, n + layout.PlaceRegisters(windows));
            x.Records(
                layout.Weights,
                v,
                0,
                layout.Elements,
                part,
                (first, count) => x.LoadElements(count * n, e => host!.Input(
                    0, Image(slot, line), Position(line, window, e % n, windows), first.Value + (e / n))),
                (_, i, at) => W.Row(VectorOperation.FusedMultiplyAdd, at, 0, n, i * n));
            Pool(n, windows);
            W.Open(row);
            Store(v, n, windows, column);
            W.Close();
        }
    }

    private void Binary(int slot, StepIndex line, StepIndex window, StepIndex row, StepColumn column, int windows)
    {
        int n = windows * layout.Positions;
        bool twice = Shape.Padding > 0 && layout.Block.PadValue == 0;
        W.Clear(PimBuffer.Accumulators);
        x.Records(layout.Signs!, 0, 0, layout.Signs!.Records, (chunk, at) =>
        {
            for (int pass = 0; pass < (twice ? 2 : 1); pass++)
            {
                bool padBit = twice ? pass == 1 : layout.Block.PadValue < 0;
                W.Loop(n, r => W.Load(r, words => host!.PatchSigns(
                    layout.Index, Image(slot, line), Position(line, window, r.Value, windows), chunk.Value * G.LaneBits, G.LaneBits, padBit, words)));
                W.Loop(layout.Outputs.PerUnit, j => W.Xnor(at + j, j * n, n, twice ? 0 : 1));
            }
        });
        W.Open(row);
        for (int v = 0; v < layout.Outputs.Vectors; v++)
        {
            if (layout.Positions > 1)
            {
                W.Clear(PimBuffer.Vector, n, windows);
            }

            W.Vector(VectorOperation.CountsToReal, 0, n, v * G.Lanes * n, stride: n);
            W.Vector(VectorOperation.SubtractFromSource, 0, n, CountRegister);
            Pool(n, windows);
            if (HasScale)
            {
                W.Vector(VectorOperation.MultiplySource, 0, windows, ScaleOf(v));
            }

            Store(v, n, windows, column);
        }

        W.Close();
    }

    private void Pool(int n, int windows)
    {
        for (int q = 1; q < layout.Positions; q++)
        {
            W.Vector(VectorOperation.MaxPlace, 0, windows, q * windows, n, stride: 1, groups: 1, bit: q);
        }
    }

    private void Store(int vector, int n, int windows, StepColumn column)
    {
        for (int w = 0; w < windows; w++)
        {
            StepColumn at = column + (w * layout.Windows[0].Width);
            W.WriteBack(PimBuffer.Vector, w, at + layout.ResultColumn(vector));
            if (layout.Positions > 1)
            {
                W.WriteBack(PimBuffer.Vector, n + w, at + layout.PlaceColumn(vector));
            }
        }
    }

    private int ScaleOf(int vector) => !layout.Block.ScalesChannels || vector == 0 ? ScaleRegister : CountRegister - vector;

    private int Image(int slot, StepIndex line) =>
        ((x.FirstBlock + slot) * TrainingWorkload.BlockImages) + (line.Value / Shape.PooledHeight);

    /// <summary>Output position of a register of a batch.</summary>
    private int Position(StepIndex line, StepIndex window, int register, int windows) => Shape.Position(
        (line.Value % Shape.PooledHeight * Shape.PooledWidth) + window.Value + (register % windows), register / windows);
}
