using System.Reflection;
using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Shipped models with other constraint rows than their files give.</summary>
internal static class Variants
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public static DeviceModel WithRows(DeviceModel model, IReadOnlyList<ConstraintRow> rows)
    {
        object standard = Clone.Invoke(model.Standard, [])!;
        Set(standard, nameof(MemoryStandard.Constraints), rows);
        object copy = Clone.Invoke(model, [])!;
        Set(copy, nameof(DeviceModel.Standard), standard);
        return (DeviceModel)copy;
    }

    /// <summary>These rows ask for one cycle more, or allow one less.</summary>
    public static DeviceModel Stricter(DeviceModel model, IReadOnlyCollection<string> rows) =>
        WithRows(model, [.. model.Standard.Constraints.Select(r => !rows.Contains(r.Name, StringComparer.Ordinal) ? r : r with { LatencyByCount = [.. r.LatencyByCount.Select(l => r.Max ? l - 1 : l + 1)] })]);

    private static void Set(object target, string property, object value) => target.GetType().GetProperty(property)!.SetValue(target, value);
}
