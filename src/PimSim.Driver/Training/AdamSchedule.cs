using PimSim.Models;

namespace PimSim.Driver;

/// <summary>A step of Adam: m = fma(1 - beta1, g - m, m), v = fma(1 - beta2, g * g - v, v), w = w - rate * (m / correction1) / (sqrt(v / correction2) + epsilon).</summary>
internal sealed class AdamSchedule(StepScope x, TrainingHost? host) : OptimizerSchedule(x, host, Constants, hasSecond: true)
{
    private const int Constants = 6;
    private const int Keep1 = CommandOperands.ElementSource;
    private const int Keep2 = Keep1 + 1;
    private const int Correction1 = Keep1 + 2;
    private const int Correction2 = Keep1 + 3;
    private const int Rate = Keep1 + 4;
    private const int Epsilon = Keep1 + 5;

    protected override void Move()
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
