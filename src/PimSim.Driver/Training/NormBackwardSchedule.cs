using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// From gradients of signs to gradients of the pooled results: activation, then batch norm, then the position of the window that takes it.
/// Vector registers: 0 mean, 1 inverse, 2 scale, 3 shift, 4 and 5 means of the parameter gradients, 6 factor, then temporaries.
/// </summary>
internal sealed class NormBackwardSchedule(StepScope x, BlockLayout layout, TrainingHost? host)
{
    private const int One = CommandOperands.ElementSource;
    private const int Standardized = 7;
    private const int Normalized = 8;
    private const int Gradient = 9;
    private const int Place = 10;
    private const int Masked = 11;
    private const int Slope = Masked;
    private const int MaskedAtOnce = 4;
    private readonly NormForwardSchedule norm = new(x, layout, host);

    private StepWriter W => x.W;

    public void Run()
    {
        LoadConstants(1);
        norm.ForSlots((slot, v) =>
        {
            Constants(v);
            W.Clear(PimBuffer.Vector, 4, 2);
            norm.Windows(slot, (_, at) =>
            {
                Gate(v, at);
                W.Vector(VectorOperation.AddSource, 4, s: Gradient);
                W.Vector(VectorOperation.MultiplyAddSources, 5, s: Gradient, e: Standardized);
            });
            norm.Send(slot, v, 4, NormSum.Beta);
            norm.Send(slot, v, 5, NormSum.Gamma);
        });
        norm.Totals((NormSum.Gamma, NormColumn.Gamma + ParameterColumn.Gradient), (NormSum.Beta, NormColumn.Beta + ParameterColumn.Gradient));
        LoadConstants(3);
        norm.ForSlots((slot, v) =>
        {
            Constants(v);
            Means(v);
            W.Loop(x.Images[slot] * layout.Shape.PooledHeight, line => x.Records(layout.Windows[slot], line, 0, layout.Shape.PooledWidth, (window, at) => Reverse(slot, v, line, window, at)));
        });
    }

    /// <summary>1, the number of results, 0; and for the piecewise gradient, always, 2 and infinity.</summary>
    private void LoadConstants(int count)
    {
        float[] constants = [1f, x.BatchImages * layout.Shape.Windows, 0f, 2f, float.PositiveInfinity];
        x.LoadElements(x.P.Workload.IsPiecewise ? constants.Length : count, e => constants[e]);
    }

    private void Constants(int vector) =>
        norm.Load(vector, (NormColumn.Mean, 0), (NormColumn.Inverse, 1), (NormColumn.Gamma, 2), (NormColumn.Beta, 3));

    /// <summary>Mean of the shift's gradient, negated mean of the scale's, and scale * inverse * alpha.</summary>
    private void Means(int vector)
    {
        norm.Load(vector, (NormColumn.Beta + ParameterColumn.Gradient, 4), (NormColumn.Gamma + ParameterColumn.Gradient, 5));
        W.Vector(VectorOperation.Divide, 4, 2, One + 1);
        W.Vector(VectorOperation.SubtractFromSource, 5, s: One + 2);
        W.Vector(VectorOperation.Copy, 6, s: 2);
        W.Vector(VectorOperation.MultiplySource, 6, s: 1);
        if (layout.Scalars is { } scalars && layout.Block.Clip != TrainingClip.Sign)
        {
            bool own = layout.Block.ScalesChannels;
            W.Open((own ? layout.Norm : scalars).Row(own ? vector : 0, 0));
            W.Row(VectorOperation.MultiplyRow, new StepColumn(0, own ? NormColumn.Scale : ScalarColumn.Scale), 6);
            W.Close();
        }
    }

    /// <summary>Standardized result, and the gradient where the normalized one lies within -1 and 1; piecewise, times 2 less twice its magnitude.</summary>
    private void Gate(int vector, StepColumn at)
    {
        W.Row(VectorOperation.RowMinusSource, at + layout.ResultColumn(vector), Standardized);
        W.Row(VectorOperation.LoadRow, at + layout.GradientColumn(vector), Gradient);
        W.Vector(VectorOperation.MultiplySource, Standardized, s: 1);
        W.Vector(VectorOperation.Copy, Normalized, s: Standardized);
        W.Vector(VectorOperation.ScaleAndShift, Normalized, s: 2, e: 3);
        if (x.P.Workload.IsPiecewise)
        {
            W.Vector(VectorOperation.Copy, Slope, s: Normalized);
            W.Vector(VectorOperation.Absolute, Slope);
            W.Vector(VectorOperation.MultiplySource, Slope, s: One + 3);
            W.Vector(VectorOperation.SubtractFromSource, Slope, s: One + 3);
            W.Vector(VectorOperation.ClipSources, Slope, s: One + 2, e: One + 4);
            W.Vector(VectorOperation.MultiplySource, Gradient, s: Slope);
        }

        W.Vector(VectorOperation.Keep, Gradient, s: Normalized, e: One, bit: (int)VectorComparison.Within);
    }

    private void Reverse(int slot, int vector, StepIndex line, StepIndex window, StepColumn at)
    {
        bool pools = layout.Positions > 1;
        Gate(vector, at);
        if (pools)
        {
            W.Row(VectorOperation.LoadRow, at + layout.PlaceColumn(vector), Place);
        }

        W.Vector(VectorOperation.SubtractSource, Gradient, s: 4);
        W.Vector(VectorOperation.MultiplyAddSources, Gradient, s: Standardized, e: 5);
        W.Vector(VectorOperation.MultiplySource, Gradient, s: 6);
        for (int q = 0; pools && q < layout.Positions; q++)
        {
            int register = Masked + (q % MaskedAtOnce);
            W.Vector(VectorOperation.KeepPlace, register, s: Place, e: Gradient, bit: q);
            W.WriteBack(PimBuffer.Vector, register, at + layout.PositionColumn(vector, q));
        }

        if (!pools)
        {
            W.WriteBack(PimBuffer.Vector, Gradient, at + layout.GradientColumn(vector));
        }

        if (layout.Index > 0)
        {
            x.ReadChannels(layout.Outputs, vector, Gradient, (channel, value) => host!.Gradients(layout.Index).SetGradient(Image(slot, line), Window(line, window), channel, value));
            if (pools)
            {
                x.ReadChannels(layout.Outputs, vector, Place, (channel, value) => host!.Gradients(layout.Index).SetPlace(Image(slot, line), Window(line, window), channel, (int)value));
            }
        }
    }

    private int Image(int slot, StepIndex line) =>
        ((x.FirstBlock + slot) * TrainingWorkload.BlockImages) + (line.Value / layout.Shape.PooledHeight);

    private int Window(StepIndex line, StepIndex window) => (line.Value % layout.Shape.PooledHeight * layout.Shape.PooledWidth) + window.Value;
}
