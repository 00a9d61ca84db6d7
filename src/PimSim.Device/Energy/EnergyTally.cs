using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Energy of a run in attojoules, by layer and part: integer counters times integer coefficients, summed in fixed order
/// in 128 bits.
/// </summary>
public sealed class EnergyTally
{
    private static readonly int Parts = Enum.GetValues<EnergyPart>().Length;
    private readonly Int128[] values;

    /// <summary>Energy 0 for <paramref name="layers"/> layers.</summary>
    public EnergyTally(int layers)
    {
        Layers = layers;
        values = new Int128[layers * Parts];
    }

    /// <summary>Layers.</summary>
    public int Layers { get; }

    /// <summary>All of it.</summary>
    public Int128 Total
    {
        get
        {
            Int128 sum = 0;
            foreach (Int128 v in values)
            {
                sum += v;
            }

            return sum;
        }
    }

    /// <summary>Attojoules of a part of a layer.</summary>
    public Int128 this[int layer, EnergyPart part] => values[(layer * Parts) + (int)part];

    /// <summary>Attojoules of a layer.</summary>
    public Int128 OfLayer(int layer)
    {
        Int128 sum = 0;
        for (int p = 0; p < Parts; p++)
        {
            sum += values[(layer * Parts) + p];
        }

        return sum;
    }

    /// <summary>Attojoules of a part over all layers.</summary>
    public Int128 OfPart(EnergyPart part)
    {
        Int128 sum = 0;
        for (int l = 0; l < Layers; l++)
        {
            sum += this[l, part];
        }

        return sum;
    }

    /// <summary>Books energy that no command of the device costs, such as a host layer.</summary>
    public void Add(int layer, EnergyPart part, Int128 attojoules) => values[(layer * Parts) + (int)part] += attojoules;

    /// <summary>Books everything that the domains of <paramref name="run"/> did.</summary>
    public void Add(EnergyModel model, ProgramRun run)
    {
        foreach (DomainTiming d in run.Domains)
        {
            for (int l = 0; l < d.Layers; l++)
            {
                AddCommands(model, d, l);
                Int128 standby = ((Int128)model.ActiveStandbyAjPerCycle * d.ActiveCycles[l]) + ((Int128)model.PrechargedStandbyAjPerCycle * d.PrechargedCycles[l]);
                Add(l, EnergyPart.Background, standby);
            }
        }
    }

    private void AddCommands(EnergyModel model, DomainTiming d, int layer)
    {
        for (int c = 0; c < model.ByCommand.Count; c++)
        {
            long count = d.CommandsOf(layer, c);
            foreach (CommandEnergy e in count == 0 ? [] : model.ByCommand[c])
            {
                Add(layer, e.Part, ((Int128)e.FixedAj * count) + ((Int128)e.PerCountAj * d.OperandsOf(layer, c)));
            }
        }
    }
}
