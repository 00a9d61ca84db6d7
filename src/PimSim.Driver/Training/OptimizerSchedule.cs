using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// A step on parameters that stand beside the optimizer's state and their gradient. Vector registers: 0 value, 1 gradient, 2 and 3 state,
/// two temporaries. The constants of the step are input elements.
/// </summary>
internal abstract class OptimizerSchedule(StepScope x, TrainingHost? host, int constants, bool hasSecond)
{
    public const int Value = 0;
    public const int Gradient = 1;
    protected const int First = 2;
    protected const int Second = 3;
    protected const int Temporary = 4;
    protected const int Divisor = 5;

    /// <summary>The first register that a step leaves alone.</summary>
    public const int Free = 6;

    /// <summary>Input elements that the constants take.</summary>
    public int Elements { get; } = constants + (x.P.Workload.Decays ? 1 : 0);

    protected StepWriter W => x.W;

    /// <summary>The one of the workload.</summary>
    public static OptimizerSchedule Create(StepScope x, TrainingHost? host) =>
        x.P.Workload.Optimizer == TrainingOptimizer.Momentum ? new MomentumSchedule(x, host) : new AdamSchedule(x, host);

    /// <summary>Loads the constants of the step, and after them others.</summary>
    public void LoadConstants(params float[] others) => x.LoadElements(Elements + others.Length, e => e < Elements ? host!.StepConstant(e) : others[e - Elements]);

    /// <summary>The same, and the input register of <see cref="WeightLines.LoadElementsAndTail"/>.</summary>
    public int LoadConstantsAndTail(WeightLines lines, float[] others) =>
        lines.LoadElementsAndTail(Elements + others.Length, e => e < Elements ? host!.StepConstant(e) : others[e - Elements]);

    /// <summary>All records of a region.</summary>
    public void Region(LineRegion region, int lines, int records, int firstColumn = 0) =>
        W.Loop(lines, line => x.Records(region, line, 0, records, (_, at) =>
        {
            Load(at + firstColumn);
            Step(at + firstColumn);
        }));

    /// <summary>A parameter's columns to registers.</summary>
    public void Load(StepColumn at)
    {
        W.Row(VectorOperation.LoadRow, at + ParameterColumn.Gradient, Gradient);
        W.Row(VectorOperation.LoadRow, at + ParameterColumn.Value, Value);
        W.Row(VectorOperation.LoadRow, at + ParameterColumn.First, First);
        if (hasSecond)
        {
            W.Row(VectorOperation.LoadRow, at + ParameterColumn.Second, Second);
        }
    }

    /// <summary>The step on what is in registers, and back to the columns.</summary>
    public void Step(StepColumn at)
    {
        Compute();
        Keep(at);
    }

    /// <summary>Value and state to the columns.</summary>
    public void Keep(StepColumn at)
    {
        W.WriteBack(PimBuffer.Vector, Value, at + ParameterColumn.Value);
        W.WriteBack(PimBuffer.Vector, First, at + ParameterColumn.First);
        if (hasSecond)
        {
            W.WriteBack(PimBuffer.Vector, Second, at + ParameterColumn.Second);
        }
    }

    /// <summary>The step on what is in registers; with weight decay, where there is any and it is for these.</summary>
    public void Compute(bool decays = true)
    {
        if (decays && x.P.Workload.Decays)
        {
            W.Vector(VectorOperation.MultiplyAddSources, Gradient, s: Value, e: CommandOperands.ElementSource + constants);
        }

        Move();
    }

    /// <summary>The step itself, weight decay being in the gradient.</summary>
    protected abstract void Move();
}
