using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Batch norm by the batch's statistics, and signs. Sums of each block of images go to the host, which joins them and sends totals back; the device
/// makes mean, inverse deviation and running statistics of them.
/// </summary>
internal sealed class NormForwardSchedule(StepScope x, BlockLayout layout, TrainingHost? host)
{
    private StepWriter W => x.W;

    private ChannelMap Map => layout.Outputs;

    private LayerShape Shape => layout.Shape;

    private int Count => x.BatchImages * Shape.Windows;

    public void Run()
    {
        ForSlots((slot, v) =>
        {
            W.Clear(PimBuffer.Vector, 0, 1);
            Windows(slot, (_, at) => W.Row(VectorOperation.AddRow, at + layout.ResultColumn(v), 0));
            Send(slot, v, 0, NormSum.Results);
        });
        Totals(NormSum.Results, NormColumn.Total);
        ForVectors(Mean, Count, 0, 0, 0, x.P.Workload.Momentum);
        ForSlots((slot, v) =>
        {
            W.Clear(PimBuffer.Vector, 1, 1);
            Load(v, (NormColumn.Mean, 0));
            Windows(slot, (_, at) =>
            {
                W.Row(VectorOperation.RowMinusSource, at + layout.ResultColumn(v), 2);
                W.Vector(VectorOperation.MultiplyAddSources, 1, s: 2, e: 2);
            });
            Send(slot, v, 1, NormSum.Squares);
        });
        Totals(NormSum.Squares, NormColumn.Total);
        ForVectors(Variance, Count, Math.Max(Count - 1, 1), x.P.Workload.Epsilon, 1f, x.P.Workload.Momentum);
        Signs();
    }

    /// <summary>Sends totals over all blocks of images to a column of the batch norm's lines.</summary>
    public void Totals(params ReadOnlySpan<(NormSum Sum, int Column)> sums)
    {
        x.Barrier((long)sums.Length * Map.Channels * (x.BatchBlocks - 1));
        W.SetMode(allBank: false);
        foreach ((NormSum sum, int column) in sums)
        {
            for (int v = 0; v < Map.Vectors; v++)
            {
                x.Store(layout.Norm, v, 1, 1, Map.BankUnits(v), column, 1, (line, _, _, unit, words) =>
                {
                    for (int l = 0; l < x.G.Lanes; l++)
                    {
                        int channel = Map.Channel(line, unit, l);
                        if (channel >= 0)
                        {
                            x.G.SetLane(words, l, host!.Norms(layout.Index, sum).Total()[channel]);
                        }
                    }
                });
            }
        }

        W.SetMode(allBank: true);
    }

    private void Totals(NormSum sum, int column) => Totals((sum, column));

    /// <summary>Loads columns of a vector's line to vector registers.</summary>
    public void Load(int vector, params ReadOnlySpan<(int Column, int Register)> columns)
    {
        W.Open(layout.Norm.Row(vector, 0));
        foreach ((int column, int register) in columns)
        {
            W.Row(VectorOperation.LoadRow, new StepColumn(0, column), register);
        }

        W.Close();
    }

    /// <summary>Goes over the windows of a block of images in order.</summary>
    public void Windows(int slot, Action<StepIndex, StepColumn> body) =>
        W.Loop(x.Images[slot] * Shape.PooledHeight, line => x.Records(layout.Windows[slot], line, 0, Shape.PooledWidth, body));

    public void Send(int slot, int vector, int register, NormSum sum)
    {
        int block = x.FirstBlock + slot;
        x.ReadChannels(Map, vector, register, (channel, value) => host!.Norms(layout.Index, sum).Blocks[block][channel] = value);
    }

    public void ForSlots(Action<int, int> body)
    {
        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            for (int v = 0; v < Map.Vectors; v++)
            {
                body(slot, v);
            }
        }
    }

    private void ForVectors(Action body, params float[] constants)
    {
        x.LoadElements(constants.Length, e => constants[e]);
        for (int v = 0; v < Map.Vectors; v++)
        {
            W.Open(layout.Norm.Row(v, 0));
            body();
            W.Close();
        }
    }

    /// <summary>Elements: number of results; the fifth is the momentum.</summary>
    private void Mean()
    {
        Fetch(NormColumn.Total, 0);
        W.Vector(VectorOperation.Divide, 0, s: CommandOperands.ElementSource);
        Keep(NormColumn.Mean, 0);
        W.Vector(VectorOperation.Copy, 1, s: 0);
        Move(NormColumn.RunningMean);
    }

    /// <summary>Elements: number of results, one less, epsilon, 1, momentum.</summary>
    private void Variance()
    {
        Fetch(NormColumn.Total, 0);
        W.Vector(VectorOperation.Copy, 1, s: 0);
        W.Vector(VectorOperation.Divide, 0, s: CommandOperands.ElementSource);
        W.Vector(VectorOperation.AddSource, 0, s: CommandOperands.ElementSource + 2);
        W.Vector(VectorOperation.SquareRoot, 0);
        W.Vector(VectorOperation.Copy, 2, s: CommandOperands.ElementSource + 3);
        W.Vector(VectorOperation.Divide, 2, s: 0);
        Keep(NormColumn.Inverse, 2);
        W.Vector(VectorOperation.Divide, 1, s: CommandOperands.ElementSource + 1);
        Move(NormColumn.RunningVariance);
    }

    /// <summary>Moves a running statistic towards register 1.</summary>
    private void Move(int column)
    {
        Fetch(column, 3);
        W.Vector(VectorOperation.SubtractSource, 1, s: 3);
        W.Vector(VectorOperation.MultiplyAddSources, 3, s: 1, e: CommandOperands.ElementSource + 4);
        Keep(column, 3);
    }

    private void Fetch(int column, int register) => W.Row(VectorOperation.LoadRow, new StepColumn(0, column), register);

    private void Keep(int column, int register) => W.WriteBack(PimBuffer.Vector, register, new StepColumn(0, column));

    private void Signs()
    {
        ForSlots((slot, v) =>
        {
            Load(v, (NormColumn.Mean, 0), (NormColumn.Inverse, 1), (NormColumn.Gamma, 2), (NormColumn.Beta, 3));
            int perLine = Shape.PooledWidth * x.G.Lanes;
            x.Parts(x.Images[slot] * Shape.PooledHeight, x.G.LaneBits / perLine, (first, lines) =>
            {
                W.Loop(lines, l => x.Records(layout.Windows[slot], first + l, 0, Shape.PooledWidth, (window, at) =>
                {
                    W.Row(VectorOperation.RowMinusSource, at + layout.ResultColumn(v), 4);
                    W.Vector(VectorOperation.MultiplySource, 4, s: 1);
                    W.Vector(VectorOperation.ScaleAndShift, 4, s: 2, e: 3);
                    W.Pack(4, (l * perLine) + (window * x.G.Lanes));
                }));
                W.Loop(Map.BankUnits(v), u => W.ReadOut(PimBuffer.Output, 0, u, (unit, words) => Take(slot, v, first.Value, lines, unit, words)));
            });
        });
        x.Barrier(0);
    }

    private void Take(int slot, int vector, int firstLine, int lines, int unit, ReadOnlySpan<ulong> words)
    {
        for (int bit = 0; bit < lines * Shape.PooledWidth * x.G.Lanes; bit++)
        {
            int channel = unit < x.G.Units ? Map.Channel(vector, unit, bit % x.G.Lanes) : -1;
            if (channel >= 0)
            {
                int record = bit / x.G.Lanes;
                int line = firstLine + (record / Shape.PooledWidth);
                int image = ((x.FirstBlock + slot) * TrainingWorkload.BlockImages) + (line / Shape.PooledHeight);
                bool minus = ((words[bit / 64] >> (bit % 64)) & 1) != 0;
                host!.SetSign(layout.Index + 1, image, line % Shape.PooledHeight, record % Shape.PooledWidth, channel, minus);
            }
        }
    }
}
