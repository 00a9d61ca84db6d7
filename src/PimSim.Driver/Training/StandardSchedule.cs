using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Standardized weights v = factor * (w - mean) / sqrt(variance + 1e-5) of each channel, and the way of a gradient back through them:
/// (g - mean(g) - v * sum(g v) / (factor^2 (n - 1))) * factor / sqrt(variance + 1e-5). All stays in the unit that has the channel.
/// </summary>
internal sealed class StandardSchedule(StepScope x, BlockLayout layout)
{
    private const float Epsilon = 1e-5f;
    private const int Element = CommandOperands.ElementSource;
    private const int Mean = WeightLines.FirstOwn;
    private const int Inverse = WeightLines.FirstOwn + 1;
    private const int Along = WeightLines.FirstOwn + 2;
    private const int Temporary = WeightLines.FirstOwn + 3;
    private readonly WeightLines lines = new(x, layout);

    private StepWriter W => x.W;

    private float Factor => layout.Block.Clip == TrainingClip.Quantiles ? 2.8284271f : 1f;

    private int Others => Math.Max(layout.Elements - 1, 1);

    /// <summary>Standardized weights and inverse deviations to their columns; then <paramref name="magnitudes"/> gets each channel's sum of |v|, if given.</summary>
    public void Forward(Action<StepIndex>? magnitudes)
    {
        float[] constants = [layout.Elements, Others, Epsilon, Factor];
        int tail = lines.LoadElementsAndTail(constants.Length, e => constants[e]);
        lines.Each(line =>
        {
            lines.Sum(line, at => W.Row(VectorOperation.LoadRow, at + ParameterColumn.Value, lines.Weight));
            W.Vector(VectorOperation.Divide, 0, s: Element);
            W.Vector(VectorOperation.BroadcastLane, Mean, s: 0);
            lines.SumAndTail(line, (at, isTail) => Centre(at, isTail, tail));
            W.Vector(VectorOperation.Divide, 0, s: Element + 1);
            W.Vector(VectorOperation.AddSource, 0, s: Element + 2);
            W.Vector(VectorOperation.SquareRoot, 0);
            W.Vector(VectorOperation.Copy, Inverse, s: Element + 3);
            W.Vector(VectorOperation.Divide, Inverse, s: 0);
            W.Vector(VectorOperation.BroadcastLane, Inverse, s: Inverse);
            W.Open(layout.Deviations!.Row(0, 0));
            W.WriteBack(PimBuffer.Vector, Inverse, new StepColumn(0, line));
            W.Close();
            lines.Clear();
            lines.Records(line, (chain, at) =>
            {
                W.Row(VectorOperation.LoadRow, at + ParameterColumn.Standard, lines.Weight);
                W.Vector(VectorOperation.MultiplySource, lines.Weight, s: Inverse);
                W.WriteBack(PimBuffer.Vector, lines.Weight, at + ParameterColumn.Standard);
                if (magnitudes is not null)
                {
                    W.Vector(VectorOperation.Absolute, lines.Weight);
                    lines.Add(chain);
                }
            });
            if (magnitudes is not null)
            {
                lines.Join();
                magnitudes(line);
            }
        });
    }

    /// <summary>
    /// Gradients of the clipped set to those of the weights, and the optimizer's step with these. <paramref name="mask"/> sets the gradient's register to 0
    /// where the weight's lies outside the range.
    /// </summary>
    public void Update(OptimizerSchedule optimizer, Action<int, int> mask)
    {
        float factor = Factor;
        float[] constants = [layout.Elements, factor * factor * Others, -1f];
        int first = Element + optimizer.Elements;
        int tail = optimizer.LoadConstantsAndTail(lines, constants);
        lines.Each(line =>
        {
            lines.Sum(line, at =>
            {
                W.Row(VectorOperation.LoadRow, at + ParameterColumn.Standard, lines.Weight);
                W.Row(VectorOperation.LoadRow, at + ParameterColumn.Gradient, lines.Gradient);
                mask(lines.Weight, lines.Gradient);
                W.WriteBack(PimBuffer.Vector, lines.Gradient, at + ParameterColumn.Gradient);
                W.Vector(VectorOperation.Copy, lines.Weight, s: lines.Gradient);
            });
            W.Vector(VectorOperation.Divide, 0, s: first);
            W.Vector(VectorOperation.BroadcastLane, Mean, s: 0);
            lines.Sum(line, at =>
            {
                W.Row(VectorOperation.LoadRow, at + ParameterColumn.Gradient, lines.Weight);
                W.Row(VectorOperation.MultiplyRow, at + ParameterColumn.Standard, lines.Weight);
            });
            W.Vector(VectorOperation.MultiplySource, 0, s: first + 2);
            W.Vector(VectorOperation.Divide, 0, s: first + 1);
            W.Vector(VectorOperation.BroadcastLane, Along, s: 0);
            W.Open(layout.Deviations!.Row(0, 0));
            W.Row(VectorOperation.LoadRow, new StepColumn(0, line), Inverse);
            W.Close();
            lines.RecordsAndTail(line, (_, at, isTail) => Move(optimizer, at, isTail, tail));
        });
    }

    private void Centre(StepColumn at, bool isTail, int tail)
    {
        W.Row(VectorOperation.LoadRow, at + ParameterColumn.Value, lines.Weight);
        W.Vector(VectorOperation.SubtractSource, lines.Weight, s: Mean);
        if (isTail)
        {
            lines.CutTail(lines.Weight, Temporary, tail);
        }

        W.WriteBack(PimBuffer.Vector, lines.Weight, at + ParameterColumn.Standard);
        W.Vector(VectorOperation.MultiplySource, lines.Weight, s: lines.Weight);
    }

    private void Move(OptimizerSchedule optimizer, StepColumn at, bool isTail, int tail)
    {
        const int Standard = OptimizerSchedule.Free;
        optimizer.Load(at);
        W.Row(VectorOperation.LoadRow, at + ParameterColumn.Standard, Standard);
        W.Vector(VectorOperation.SubtractSource, OptimizerSchedule.Gradient, s: Mean);
        W.Vector(VectorOperation.MultiplyAddSources, OptimizerSchedule.Gradient, s: Standard, e: Along);
        W.Vector(VectorOperation.MultiplySource, OptimizerSchedule.Gradient, s: Inverse);
        if (isTail)
        {
            lines.CutTail(OptimizerSchedule.Gradient, Temporary, tail);
        }

        optimizer.Step(at);
    }
}
