using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// A workload placed on a device: rows of every layer (the same in every domain: weights are replicated), and how
/// images spread over the domains.
/// </summary>
public sealed class Placement
{
    private Placement(DeviceModel model, Workload workload, UnitGeometry geometry, IReadOnlyList<LayerLayout> layers, int rows)
    {
        Model = model;
        Workload = workload;
        Geometry = geometry;
        Layers = layers;
        Rows = rows;
    }

    /// <summary>The device.</summary>
    public DeviceModel Model { get; }

    /// <summary>The workload.</summary>
    public Workload Workload { get; }

    /// <summary>Rows that it takes in every bank.</summary>
    public int Rows { get; }

    internal UnitGeometry Geometry { get; }

    internal IReadOnlyList<LayerLayout> Layers { get; }

    /// <summary>Places <paramref name="workload"/> on <paramref name="model"/>.</summary>
    /// <exception cref="UserErrorException">It does not fit, or needs what the units do not have (PIM0454, PIM0700 to PIM0707, PIM0711, PIM0712).</exception>
    public static Placement Create(DeviceModel model, Workload workload)
    {
        var geometry = new UnitGeometry(model);
        var rows = new RowAllocator(geometry);
        var layers = new List<LayerLayout>();
        foreach (LayerOperation operation in workload.Operations)
        {
            layers.Add(operation switch
            {
                BinaryOperation b => BinaryLayout.Create(geometry, rows, layers.Count, b),
                RealOperation r => RealLayout.Create(geometry, rows, layers.Count, r),
                ElementwiseOperation e => ElementwiseLayout.Create(geometry, rows, layers.Count, e),
                _ => throw new InternalErrorException($"operation {operation.GetType().Name} has no layout"),
            });
        }

        rows.Check(workload.Name, model.Name);
        return new Placement(model, workload, geometry, layers, rows.Used);
    }
}
