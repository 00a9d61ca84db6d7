using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Gradient of a binary convolution's inputs: the transposed convolution with signs, an input channel a lane, pixels of a row in registers. The chain
/// of a pixel runs over output channel, kernel column, kernel row from the last to the first. Gradients of the outputs come over the bus, for each
/// output channel as many rows as the kernel has.
/// </summary>
internal sealed class InputGradientSchedule(StepScope x, BlockLayout layout, TrainingHost? host)
{
    private readonly BlockLayout target = x.P.Blocks[layout.Index - 1];

    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    private LayerShape Shape => layout.Shape;

    public void Run()
    {
        int tile = layout.InputTile(G);
        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            int s = slot;
            for (int v = 0; v < layout.Inputs!.Vectors; v++)
            {
                int vector = v;
                W.Loop(x.Images[slot] * Shape.Height, line =>
                {
                    for (int column = 0; column < Shape.Width; column += tile)
                    {
                        int n = Math.Min(tile, Shape.Width - column);
                        Sum(s, vector, line, column, n);
                        Keep(s, vector, line, column, n);
                    }
                });
            }
        }
    }

    private void Sum(int slot, int vector, StepIndex line, int column, int n)
    {
        int perColumn = G.LaneBits / G.Lanes;
        int row = n + Shape.KernelWidth - 1;
        W.Clear(PimBuffer.Vector, 0, n);
        x.Records(layout.Transposed!, vector, 0, Shape.OutChannels / perColumn, (record, at) => Channels(slot, line, column, n, row, record * perColumn, perColumn, at));
        int rest = Shape.OutChannels % perColumn;
        if (rest > 0)
        {
            LineRun last = layout.Transposed!.Runs(Shape.OutChannels / perColumn, 1).First();
            W.Open(layout.Transposed.Row(vector, last.Row));
            Channels(slot, line, column, n, row, Shape.OutChannels - rest, rest, layout.Transposed.Column(last, 0));
            W.Close();
        }
    }

    private void Channels(int slot, StepIndex line, int column, int n, int row, StepIndex first, int count, StepColumn at) => W.Loop(count, o =>
    {
        x.LoadElements(Shape.KernelHeight * row, e => OutputGradient(slot, line.Value, first.Value + o.Value, e / row, column + (e % row)));
        for (int kx = 0; kx < Shape.KernelWidth; kx++)
        {
            for (int r = 0; r < Shape.KernelHeight; r++)
            {
                int tap = ((Shape.KernelHeight - 1 - r) * Shape.KernelWidth) + kx;
                W.Row(VectorOperation.FusedMultiplyAddRowSigns, at + tap, 0, n, (r * row) + Shape.KernelWidth - 1 - kx, o * G.Lanes);
            }
        }
    });

    /// <summary>Gradient at the output position whose patch begins in the row and column of the padded image; 0 where there is none.</summary>
    private float OutputGradient(int slot, int line, int channel, int row, int column)
    {
        int image = ((x.FirstBlock + slot) * TrainingWorkload.BlockImages) + (line / Shape.Height);
        int top = (line % Shape.Height) + Shape.Padding - (Shape.KernelHeight - 1) + row;
        int left = column + Shape.Padding - (Shape.KernelWidth - 1);
        return top < 0 || left < 0 || top % Shape.Stride != 0 || left % Shape.Stride != 0
            ? 0
            : host!.Gradients(layout.Index).At(image, top / Shape.Stride, left / Shape.Stride, channel);
    }

    private void Keep(int slot, int vector, StepIndex line, int column, int n)
    {
        LineRegion windows = target.Windows[slot];
        foreach (IGrouping<int, LineRun> row in windows.Runs(column, n).GroupBy(r => r.Row))
        {
            W.Open(windows.Row(line, row.Key));
            foreach (LineRun run in row)
            {
                W.Loop(run.Count, i => W.WriteBack(PimBuffer.Vector, i + (run.First - column), windows.Column(run, i) + target.GradientColumn(vector)));
            }

            W.Close();
        }
    }
}
