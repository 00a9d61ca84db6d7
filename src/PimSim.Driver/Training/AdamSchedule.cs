using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// A step of Adam on parameters that stand beside their moments and gradient. Vector registers: 0 value, 1 gradient, 2 and 3 moments, two temporaries. The
/// constants of the step are input elements.
/// </summary>
internal sealed class AdamSchedule(StepScope x, TrainingHost? host)
{
    private const int Value = 0;
    private const int Gradient = 1;
    private const int First = 2;
    private const int Second = 3;
    private const int Temporary = 4;
    private const int Divisor = 5;
    private const int Keep1 = CommandOperands.ElementSource;
    private const int Keep2 = Keep1 + 1;
    private const int Correction1 = Keep1 + 2;
    private const int Correction2 = Keep1 + 3;
    private const int Rate = Keep1 + 4;
    private const int Epsilon = Keep1 + 5;

    /// <summary>Input elements that the constants take.</summary>
    public const int Elements = 6;

    private StepWriter W => x.W;

    /// <summary>Loads the constants of the step, and after them others.</summary>
    public void LoadConstants(params float[] others) => x.LoadElements(Elements + others.Length, e => e < Elements ? host!.AdamConstant(e) : others[e - Elements]);

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
        W.Row(VectorOperation.LoadRow, at + ParameterColumn.Second, Second);
    }

    /// <summary>The step on what is in registers, and back to the columns.</summary>
    public void Step(StepColumn at)
    {
        Compute();
        Keep(at);
    }

    /// <summary>Value and moments to the columns.</summary>
    public void Keep(StepColumn at)
    {
        W.WriteBack(PimBuffer.Vector, Value, at + ParameterColumn.Value);
        W.WriteBack(PimBuffer.Vector, First, at + ParameterColumn.First);
        W.WriteBack(PimBuffer.Vector, Second, at + ParameterColumn.Second);
    }

    /// <summary>The step on what is in registers.</summary>
    public void Compute()
    {
        W.Vector(VectorOperation.Copy, Temporary, s: Gradient);
        W.Vector(VectorOperation.SubtractSource, Temporary, s: First);
        W.Vector(VectorOperation.MultiplyAddSources, First, s: Temporary, e: Keep1);
        W.Vector(VectorOperation.Copy, Temporary, s: Gradient);
        W.Vector(VectorOperation.MultiplySource, Temporary, s: Gradient);
        W.Vector(VectorOperation.SubtractSource, Temporary, s: Second);
        W.Vector(VectorOperation.MultiplyAddSources, Second, s: Temporary, e: Keep2);
        W.Vector(VectorOperation.Copy, Temporary, s: First);
        W.Vector(VectorOperation.Divide, Temporary, s: Correction1);
        W.Vector(VectorOperation.MultiplySource, Temporary, s: Rate);
        W.Vector(VectorOperation.Copy, Divisor, s: Second);
        W.Vector(VectorOperation.Divide, Divisor, s: Correction2);
        W.Vector(VectorOperation.SquareRoot, Divisor);
        W.Vector(VectorOperation.AddSource, Divisor, s: Epsilon);
        W.Vector(VectorOperation.Divide, Temporary, s: Divisor);
        W.Vector(VectorOperation.SubtractSource, Value, s: Temporary);
    }
}
