using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>
/// The cells of one domain as its copy of the parameters sees them: what is written goes through the faults, once they have set in. Without faults, lanes need
/// not be told apart, and there is one of each.
/// </summary>
internal sealed class CellPort(TrainingDamage? damage, NumberFormat format)
{
    private readonly float notANumber = SimdArithmetic.Decode(SimdArithmetic.Encode(float.NaN, format), format);
    private bool isExposed;

    /// <summary>Lanes of a unit.</summary>
    public int Lanes => damage?.Lanes ?? 1;

    /// <summary>Units of the domain.</summary>
    public int Units => damage?.Units ?? 1;

    /// <summary>True where the domain has faults.</summary>
    public bool HasFaults => damage is not null;

    /// <summary>The lanes' arithmetic.</summary>
    public LaneMath Math { get; } = new(format);

    /// <summary>The faults set in: what is stored already is read with what is wrong time after time.</summary>
    public void Expose(IEnumerable<(TrainingColumn Column, float[] Values)> stored)
    {
        foreach ((TrainingColumn column, float[] values) in stored)
        {
            damage?.Stored(column, values);
        }

        Resume();
    }

    /// <summary>The faults have set in before, and are in all numbers.</summary>
    public void Resume() => isExposed = damage is not null;

    /// <summary>Writes are those of a step from now on.</summary>
    public void BeginStep(long number) => damage?.BeginStep(number);

    /// <summary>Changes what is written into what is read.</summary>
    public void Write(TrainingColumn column, Span<float> values)
    {
        if (isExposed)
        {
            // As units store it: damage changes its bits, and may make a number of it.
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = float.IsNaN(values[i]) ? notANumber : values[i];
            }

            damage!.Written(column, values);
        }
    }
}
