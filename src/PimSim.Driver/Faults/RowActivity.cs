using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// How often a run activates each row within a refresh window. Counted are the activates that programs order; those that reopen a row after a
/// refresh come once in a refresh interval and are left out.
/// </summary>
internal static class RowActivity
{
    /// <summary>Activates a window by row: those of the busiest domain, over the windows that the run takes.</summary>
    public static IReadOnlyDictionary<int, double> PerWindow(DeviceModel model, IEnumerable<PimProgram> programs, long cycles)
    {
        var most = new Dictionary<int, double>();
        foreach (PimProgram program in programs.Distinct())
        {
            foreach ((int row, long count) in Activates(model, program))
            {
                most[row] = Math.Max(most.GetValueOrDefault(row), count);
            }
        }

        int refreshes = model.Faults.Retention?.RefreshesPerWindow ?? RefreshesPerWindow;
        double window = (double)model.RefreshIntervalCycles * refreshes;
        double windows = window > 0 ? Math.Max(1, cycles / window) : 1;
        return most.ToDictionary(r => r.Key, r => r.Value / windows);
    }

    /// <summary>Refresh commands in which every row is restored once, where the model gives none: JESD79-4 and JESD235.</summary>
    private const int RefreshesPerWindow = 8192;

    private static Dictionary<int, long> Activates(DeviceModel model, PimProgram program)
    {
        var counts = new Dictionary<int, long>();
        foreach ((ProgramInstruction command, int row, long times) in program.CommandsByRow())
        {
            if (model.Standard.Commands[command.Command].Effects.HasFlag(CommandEffects.Opens))
            {
                counts[row] = counts.GetValueOrDefault(row) + times;
            }
        }

        return counts;
    }
}
