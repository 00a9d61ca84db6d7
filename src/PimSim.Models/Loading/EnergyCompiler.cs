using System.Numerics;
using PimSim.Core;

namespace PimSim.Models;

/// <summary>
/// Evaluates the energies of a model: exact fractions of a picojoule, turned into integer attojoules once, at the end,
/// to the nearest (halves up).
/// </summary>
internal sealed class EnergyCompiler
{
    private const int AttojoulesPerPicojoule = 1_000_000;

    private readonly NameTable names;
    private readonly IReadOnlyList<StandardFile> standards;

    public EnergyCompiler(NameTable names, IReadOnlyList<StandardFile> standards)
    {
        this.names = names.Copy();
        this.standards = standards;
    }

    public EnergyModel Compile()
    {
        foreach (StandardFile standard in standards)
        {
            foreach ((YamlScalar name, PlacedExpression value) in standard.DerivedEnergy)
            {
                if (!names.TryAdd(name.Text, value.Evaluate(names) ?? 1))
                {
                    standard.Context.Report("PIM0149", $"'{name.Text}' is declared twice", name);
                }
            }
        }

        return new EnergyModel
        {
            ByCommand = [.. standards.SelectMany(s => s.Commands).Select(Command)],
            PrechargedStandbyAjPerCycle = Constant(standards[0].PrechargedStandby),
            ActiveStandbyAjPerCycle = Constant(standards[0].ActiveStandby),
            PrechargedPowerDownAjPerCycle = Known(standards[0].PrechargedPowerDown),
            ActivePowerDownAjPerCycle = Known(standards[0].ActivePowerDown),
            SelfRefreshAjPerCycle = Known(standards[0].SelfRefresh),
        };
    }

    /// <summary>Picojoules as attojoules; null when they do not fit 64 bits.</summary>
    internal static long? Attojoules(Rational picojoules)
    {
        BigInteger attojoules = (picojoules * AttojoulesPerPicojoule).Round();
        return attojoules <= long.MaxValue && attojoules >= 0 ? (long)attojoules : null;
    }

    private IReadOnlyList<CommandEnergy> Command(CommandDeclaration command)
    {
        if (command.Energy is null || command.Energy.Count == 0)
        {
            command.Context.Report("PIM0145", $"command '{command.Name.Text}' has no energy", command.Name, "no operation is free: give 'energy:'");
            return [];
        }

        return [.. command.Energy.Select(e => Part(e.Part, e.Picojoules))];
    }

    private CommandEnergy Part(EnergyPart part, PlacedExpression picojoules)
    {
        if (picojoules.Evaluate(names, 0) is not { } none
            || picojoules.Evaluate(names, 1) is not { } one
            || picojoules.Evaluate(names, 256) is not { } many)
        {
            return new CommandEnergy(part, 0, 0);
        }

        if (many - none != (one - none) * 256)
        {
            picojoules.Context.Report("PIM0147", $"'{picojoules.Text}' does not grow evenly with n", picojoules.Place, "an energy is a constant plus a multiple of n");
        }

        return new CommandEnergy(part, Checked(none, picojoules), Checked(one - none, picojoules));
    }

    private long Constant(PlacedExpression? picojoules) =>
        picojoules?.Evaluate(names) is { } value ? Checked(value, picojoules) : 0;

    /// <summary>A state's energy, or null where the standard has none or the device gives no current for it.</summary>
    private long? Known(PlacedExpression? picojoules)
    {
        IEnumerable<string> absent = standards[0].Currents.Where(c => c.Optional && names.Find(c.Name) is null).Select(c => c.Name);
        return picojoules is null || picojoules.UsesAny(absent) ? null : Constant(picojoules);
    }

    private static long Checked(Rational value, PlacedExpression origin)
    {
        if (Attojoules(value) is { } attojoules)
        {
            return attojoules;
        }

        origin.Context.Report("PIM0148", $"'{origin.Text}' gives {value.ToDouble()} pJ", origin.Place, "an energy cannot be negative, nor above 9 J");
        return 0;
    }
}
