namespace PimSim.Models;

/// <summary>Area by component, in square micrometres; what a model gives no number for is left out, never 0.</summary>
public sealed record AreaModel
{
    /// <summary>Name of the component that is the memory itself; the others belong to processing units.</summary>
    public const string Bank = "bank";

    /// <summary>The components, in the order of the format.</summary>
    public required IReadOnlyList<AreaComponent> Components { get; init; }

    /// <summary>Square micrometres of all components.</summary>
    public double TotalUm2 => Components.Sum(c => c.TotalUm2);

    /// <summary>Area of the units as a share of the banks' area; null when either is not given.</summary>
    public double? UnitsPerBankArea
    {
        get
        {
            double banks = Components.Where(c => c.Name == Bank).Sum(c => c.TotalUm2);
            double units = Components.Where(c => c.Name != Bank).Sum(c => c.TotalUm2);
            return banks > 0 && units > 0 ? units / banks : null;
        }
    }
}
