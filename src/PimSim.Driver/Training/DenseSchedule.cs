using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The real fully connected layer: scores from signs, then gradients from the loss, which is the host's.</summary>
internal sealed class DenseSchedule(StepScope x, DenseLayout layout, TrainingHost? host)
{
    /// <summary>
    /// Multiply-adds of the host for the loss of one score: an estimate for an exponential by a polynomial, and its part of sum, division and gradient.
    /// </summary>
    private const int LossMacs = 20;

    private int Index => x.P.Workload.Blocks.Count;

    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    private BlockLayout Last => x.P.Blocks[^1];

    /// <summary>Scores of all images to the host; then their gradients to the cells.</summary>
    public void Forward()
    {
        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            for (int first = 0; first < x.Images[slot]; first += layout.ImagesAtOnce)
            {
                int n = Math.Min(layout.ImagesAtOnce, x.Images[slot] - first);
                int image = Image(slot) + first;
                for (int v = 0; v < layout.Outputs.Vectors; v++)
                {
                    Scores(v, image, n);
                }
            }
        }

        x.Barrier((long)x.BatchImages * x.P.Workload.Outputs * LossMacs);
        W.SetMode(allBank: false);
        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            int image = Image(slot);
            for (int v = 0; v < layout.Outputs.Vectors; v++)
            {
                x.Store(layout.ScoreGradients[slot], v, 1, x.Images[slot], layout.Outputs.BankUnits(v), 0, 1, (line, record, _, unit, words) =>
                    UpdateSchedule.FillChannels(layout.Outputs, line, unit, words, o => host!.ScoreGradient(image + record, o)));
            }
        }

        W.SetMode(allBank: true);
    }

    /// <summary>Gradients of bias and weights to the host, of the inputs to the last block's windows.</summary>
    public void Backward()
    {
        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            for (int v = 0; v < layout.Outputs.Vectors; v++)
            {
                Parameters(slot, v);
            }

            Inputs(slot);
        }
    }

    private int Image(int slot) => (x.FirstBlock + slot) * TrainingWorkload.BlockImages;

    private void Scores(int vector, int image, int n)
    {
        LineRegion weights = layout.Weights;
        W.Clear(PimBuffer.Vector, 0, n);
        int rows = Math.Max(1, G.LaneBits / weights.PerRow);
        int part = rows * weights.PerRow;
        x.Parts(layout.Elements, part, (first, count) =>
        {
            LoadSigns(n, r => image + r, first, count);
            StepIndex firstRow = RowOf(first, part, rows);
            x.Records(weights, vector, firstRow, count, (i, at) => W.Row(VectorOperation.FusedMultiplyAddSign, at, 0, n, bit: i));
        });
        W.Open(layout.Bias.Row(vector, 0));
        W.Row(VectorOperation.AddRow, new StepColumn(0, ParameterColumn.Value), 0, n);
        W.Close();
        W.Loop(n, i => x.ReadChannels(layout.Outputs, vector, i, (o, value) => host!.Scores[((image + i.Value) * x.P.Workload.Outputs) + o] = value));
    }

    /// <summary>Rows of whole parts before an element; <paramref name="first"/> is a multiple of the part.</summary>
    private static StepIndex RowOf(StepIndex first, int part, int rows) => first.DividedBy(part) * rows;

    /// <summary>Register r gets the input signs of one image from an element on.</summary>
    private void LoadSigns(int n, Func<int, int> image, StepIndex first, int count) => W.Loop(n, r => W.Load(r, words =>
    {
        for (int i = 0; i < count; i++)
        {
            words[i / 64] |= host!.Sign(Index, image(r.Value), first.Value + i) ? 1UL << (i % 64) : 0;
        }
    }));

    private void Parameters(int slot, int vector)
    {
        int block = x.FirstBlock + slot;
        int images = x.Images[slot];
        LineRegion gradients = layout.ScoreGradients[slot];
        W.Clear(PimBuffer.Vector, 0, 1);
        x.Records(gradients, vector, 0, images, (_, at) => W.Row(VectorOperation.AddRow, at, 0));
        x.ReadChannels(layout.Outputs, vector, 0, (o, value) => host!.BiasSums.Blocks[block][o] = value);
        x.Parts(layout.Elements, layout.ImagesAtOnce, (first, n) =>
        {
            W.Clear(PimBuffer.Vector, 0, n);
            W.Loop(n, r => W.Load(r, words =>
            {
                for (int i = 0; i < images; i++)
                {
                    words[0] |= host!.Sign(Index, Image(slot) + i, first.Value + r.Value) ? 1UL << i : 0;
                }
            }));
            x.Records(gradients, vector, 0, images, (i, at) => W.Row(VectorOperation.FusedMultiplyAddSign, at, 0, n, bit: i));
            W.Loop(n, r => x.ReadChannels(layout.Outputs, vector, r, (o, value) =>
                host!.Weights(Index).Blocks[block][(o * layout.Elements) + first.Value + r.Value] = value));
        });
    }

    private void Inputs(int slot)
    {
        LayerShape shape = Last.Shape;
        int outputs = x.P.Workload.Outputs;
        for (int first = 0; first < x.Images[slot]; first += layout.ImagesAtOnce)
        {
            int n = Math.Min(layout.ImagesAtOnce, x.Images[slot] - first);
            int image = Image(slot) + first;
            for (int v = 0; v < layout.Inputs.Vectors; v++)
            {
                int vector = v;
                W.Loop(shape.PooledHeight, y =>
                {
                    for (int column = 0; column < shape.PooledWidth; column++)
                    {
                        InputPixel(vector, y, column, outputs, n, image);
                        KeepPixel(slot, vector, y, column, n, first);
                    }
                });
            }
        }
    }

    private void InputPixel(int vector, StepIndex y, int column, int outputs, int n, int image)
    {
        LineRun at = layout.Transposed.Runs(column, 1).First();
        W.Clear(PimBuffer.Vector, 0, n);
        W.Open(layout.Transposed.Row(y + (vector * Last.Shape.PooledHeight), at.Row));
        W.Loop(outputs, o =>
        {
            x.LoadElements(n, i => host!.ScoreGradient(image + i, o.Value));
            W.Row(VectorOperation.FusedMultiplyAdd, layout.Transposed.Column(at, 0) + o, 0, n);
        });
        W.Close();
    }

    private void KeepPixel(int slot, int vector, StepIndex y, int column, int n, int firstImage)
    {
        LineRegion windows = Last.Windows[slot];
        LineRun at = windows.Runs(column, 1).First();
        W.Loop(n, i =>
        {
            W.Open(windows.Row((i * Last.Shape.PooledHeight) + y + (firstImage * Last.Shape.PooledHeight), at.Row));
            W.WriteBack(PimBuffer.Vector, i, windows.Column(at, 0) + Last.GradientColumn(vector));
            W.Close();
        });
    }
}
