using PimSim.Core;

namespace PimSim.Models;

/// <summary>
/// What JEDEC's parameters must be to each other, where a device has parameters of these names: a row cycle holds an open row
/// and its precharge, four activates take longer than one. In files the first is an error; what <c>--set</c> has moved is only
/// doubted, because an exploration changes one number at a time.
/// </summary>
internal sealed class ParameterConsistency
{
    private const int Window = 4;

    private readonly DeviceFile device;
    private readonly List<Diagnostic> doubts = [];

    public ParameterConsistency(DeviceFile device)
    {
        this.device = device;
    }

    /// <summary>Reports errors, returns doubts.</summary>
    public IReadOnlyList<Diagnostic> Check()
    {
        RowCycle();
        ActivateWindow();
        return doubts;
    }

    private void RowCycle()
    {
        // LPDDR has a precharge of one bank and a longer one of all; a row cycle is about one bank.
        string precharge = device.Names.Find("RPpb") is null ? "RP" : "RPpb";
        if (device.Names.Find("RC") is not { } cycle || device.Names.Find("RAS") is not { } open || device.Names.Find(precharge) is not { } close)
        {
            return;
        }

        string sum = $"RAS + {precharge} ({open} + {close} = {open + close})";
        if (cycle < open + close)
        {
            Report("PIM0151", "RC", $"'timing.RC' is {cycle}, less than {sum}", "no bank can be activated again before it is precharged", ["RC", "RAS", precharge]);
        }
        else if (cycle > open + close)
        {
            Doubt("PIM0153", "RC", $"'timing.RC' is {cycle}, more than {sum}", "standards have them equal; check where the numbers come from");
        }
    }

    private void ActivateWindow()
    {
        if (device.Names.Find("FAW") is not { } window || device.Names.Find("RRD_S") is not { } spacing)
        {
            return;
        }

        if (window < spacing)
        {
            Report("PIM0152", "FAW", $"'timing.FAW' is {window}, less than RRD_S ({spacing})", "four activates take longer than one", ["FAW", "RRD_S"]);
        }
        else if (window < spacing * Window)
        {
            Doubt("PIM0154", "FAW", $"'timing.FAW' is {window}, less than 4 RRD_S ({spacing * Window}): the window never binds", "check where the numbers come from");
        }
    }

    private void Report(string code, string parameter, string message, string remedy, string[] involved)
    {
        YamlOverrides? overrides = device.Context.Overrides;
        if (involved.Any(p => overrides?.Find("timing." + p) is not null))
        {
            Doubt(code, parameter, message, remedy);
        }
        else
        {
            device.Context.Report(code, message, Place(parameter), remedy);
        }
    }

    private void Doubt(string code, string parameter, string message, string remedy)
    {
        YamlNode place = Place(parameter);
        doubts.Add(new Diagnostic(code, message, device.Context.File, place.Line, place.Column, remedy, DiagnosticSeverity.Warning));
    }

    private YamlNode Place(string parameter)
    {
        YamlMapping? timing = (device.Place as YamlMapping)?.Find("timing") as YamlMapping;
        return timing?.Entries.FirstOrDefault(e => e.Key.Text == parameter)?.Key ?? device.Place;
    }
}
