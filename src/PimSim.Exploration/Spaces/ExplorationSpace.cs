using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>A space of design points, as its file (<c>pimsim-space/1</c>) says.</summary>
public sealed class ExplorationSpace
{
    /// <summary>The file's name without folder and ending.</summary>
    public required string Name { get; init; }

    /// <summary>The file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The base device model, by name or file.</summary>
    public required string Device { get; init; }

    /// <summary>Parameters of the model that all points set, each <c>path=value</c>.</summary>
    public required IReadOnlyList<string> Set { get; init; }

    /// <summary>The network where no axis names it.</summary>
    public required string Network { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>Images where no axis says it; null for all of the data set.</summary>
    public required int? Images { get; init; }

    /// <summary>Fault seeds of each point on a device with faults.</summary>
    public int FaultSeeds { get; init; } = 1;

    /// <summary>What is evaluated.</summary>
    public required EvaluationKind Evaluate { get; init; }

    /// <summary>Whether time and energy of the upload are found out as well.</summary>
    public required bool Upload { get; init; }

    /// <summary>Seed where no axis says it.</summary>
    public required long Seed { get; init; }

    /// <summary>Settings of training that all points take, by name without prefix; null where networks are not trained.</summary>
    public required IReadOnlyDictionary<string, string>? Training { get; init; }

    /// <summary>The dimensions.</summary>
    public required IReadOnlyList<SpaceAxis> Axes { get; init; }

    /// <summary>What must hold of every point.</summary>
    public required IReadOnlyList<Condition> Constraints { get; init; }

    /// <summary>How points are chosen.</summary>
    public required SamplerSettings Sampler { get; init; }

    /// <summary>What the adaptive sampler improves.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>All parameters of all axes.</summary>
    public IEnumerable<AxisParameter> Parameters => Axes.SelectMany(a => a.Parameters);

    /// <summary>The values of a combination, parameter by parameter in the order of <see cref="Parameters"/>.</summary>
    public IEnumerable<string> ValuesAt(IReadOnlyList<int> combination) =>
        Axes.SelectMany((axis, i) => axis.Parameters.Select(p => p.Values[combination[i]]));

    /// <summary>Whether all constraints hold of a combination.</summary>
    public bool Admits(IReadOnlyList<int> combination)
    {
        if (Constraints.Count == 0)
        {
            return true;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < Axes.Count; i++)
        {
            foreach (AxisParameter p in Axes[i].Parameters)
            {
                values[p.Name] = p.Values[combination[i]];
            }
        }

        return Constraints.All(c => c.Holds(name => values[name]));
    }
}
