using PimSim.Core;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>
/// Tries every value of every axis on the base device, one axis at a time: names and values that can never be right are found before
/// anything runs. Sizes that only together do not fit make their point fail instead.
/// </summary>
internal static class SpaceChecks
{
    /// <summary>The loader's number for a parameter that there is not.</summary>
    private const string NoSuchParameter = "PIM0114";

    public static void Check(ExplorationSpace space, YamlContext context)
    {
        IReadOnlyList<string> devices = space.Parameters.FirstOrDefault(p => p.Path == SweepParameters.Device)?.Values ?? [space.Device];
        foreach (string device in devices)
        {
            Check(space, device, context);
        }

        foreach (SpaceAxis axis in space.Axes)
        {
            foreach (AxisParameter p in axis.Parameters)
            {
                CheckOwn(p, axis, context);
            }
        }

        TrainingSettings.Check(space, context);
    }

    private static void Check(ExplorationSpace space, string device, YamlContext context)
    {
        // Faults without a file are those of what is set; sizes that only an axis makes fit have a place in the device's file.
        IReadOnlyList<Diagnostic> own = Faults(device, []);
        foreach (Diagnostic fault in own.Count > 0 ? own : Faults(device, space.Set).Where(f => f.File is null))
        {
            context.Diagnostics.Add(fault.Code == NoSuchParameter ? Unknown(fault, 0, 0, context, space) : fault);
        }

        if (context.Diagnostics.HasErrors)
        {
            return;
        }

        foreach (SpaceAxis axis in space.Axes)
        {
            for (int i = 0; i < axis.Count; i++)
            {
                string[] set = [.. axis.Parameters.Where(p => !SweepParameters.IsOne(p.Path)).Select(p => $"{p.Path}={p.Values[i]}")];
                IReadOnlyList<Diagnostic> faults = set.Length == 0 ? [] : Faults(device, Replaced(space.Set, set));
                foreach (Diagnostic fault in faults.Where(f => f.Code == NoSuchParameter))
                {
                    context.Diagnostics.Add(Unknown(fault, axis.Place.Line, axis.Place.Column, context, space));
                }

                foreach (Diagnostic fault in faults.Where(f => f.File is null && f.Code != NoSuchParameter))
                {
                    context.Diagnostics.Add(new Diagnostic("PIM1253", $"a value of this axis is impossible: {fault.Message}", context.File, axis.Place.Line, axis.Place.Column, fault.Remedy));
                }

                if (faults.Any(f => f.Code == NoSuchParameter))
                {
                    break;
                }
            }
        }
    }

    /// <summary>What all points set, without what <paramref name="own"/> sets anew, and then that.</summary>
    internal static IReadOnlyList<string> Replaced(IReadOnlyList<string> set, IReadOnlyList<string> own)
    {
        HashSet<string> paths = [.. own.Select(PathOf)];
        return [.. set.Where(s => !paths.Contains(PathOf(s))), .. own];
    }

    private static string PathOf(string text) => text[..text.IndexOf('=', StringComparison.Ordinal)];

    private static void CheckOwn(AxisParameter p, SpaceAxis axis, YamlContext context)
    {
        long least = p.Path switch { SweepParameters.Images => 1, SweepParameters.Seed => 0, _ => long.MinValue };
        foreach (string value in p.Path is SweepParameters.Images or SweepParameters.Seed ? p.Values : [])
        {
            if (!long.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out long number) || number < least || number > int.MaxValue)
            {
                context.Report("PIM1253", $"a value of this axis is impossible: '{p.Path}' is {value}", axis.Place, $"it must be an integer from {least} to {int.MaxValue}");
            }
        }
    }

    private static Diagnostic Unknown(Diagnostic fault, int line, int column, YamlContext context, ExplorationSpace space)
    {
        string path = fault.Message.Split(' ')[1].TrimEnd(':');
        string? special = NearestName.Find(path, SweepParameters.Names);
        string? remedy = special is null ? fault.Remedy : $"did you mean '{special}'?";
        return new Diagnostic("PIM1252", $"there is no parameter '{path}' of device '{space.Device}'", context.File, line, column, remedy);
    }

    private static IReadOnlyList<Diagnostic> Faults(string device, IReadOnlyList<string> set)
    {
        try
        {
            DeviceModelLoader.Load(device, set);
            return [];
        }
        catch (UserErrorException e)
        {
            return e.Diagnostics;
        }
    }
}
