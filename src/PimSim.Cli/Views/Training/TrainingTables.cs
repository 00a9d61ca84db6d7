using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PimSim.Cli;

/// <summary>What <c>train</c> shows to people when it is done.</summary>
internal static class TrainingTables
{
    public static void Write(TrainingView view, IAnsiConsole console)
    {
        Table epochs = Tables.Create(("epoch", true), ("loss", true), ("train accuracy", true), ("test accuracy", true));
        for (int i = 0; i < view.Epochs.Count; i++)
        {
            EpochView epoch = view.Epochs[i];
            epochs.AddRow(Tables.Cells(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                epoch.Loss.ToString("0.0000", CultureInfo.InvariantCulture),
                Quantity.Percent(epoch.TrainAccuracy),
                epoch.TestAccuracy is { } test ? Quantity.Percent(test) : "-"));
        }

        console.Write(Tables.Titled("epochs", epochs));
        if (view.Thresholds.Count > 0)
        {
            console.Write(Thresholds(view.Thresholds));
        }

        if (view.Cost is not null)
        {
            console.Write(Cost(view.Cost));
            if (view.Cost.Sequencer.Line is { } line)
            {
                console.WriteLine(line);
            }

            if (view.Cost.CommandsExecuted > 0)
            {
                console.WriteLine($"{Quantity.Count(view.Cost.CommandsExecuted)} commands executed on the banks: all parameters are the host's, bit for bit");
            }
        }
        else if (view.CostAbsentReason is { } reason)
        {
            console.WriteLine($"what the device would take is not known: {reason}");
        }

        view.Faults?.WriteTable(console);
        string cost = view.Cost is { } c ? $", {Quantity.Si(c.DeviceSeconds, "s")} of device time" : "";
        console.WriteLine($"trained on the {view.TrainedOn} by method {view.Method}, seed {view.Seed.ToString(CultureInfo.InvariantCulture)}{cost}");
        console.WriteLine(view.NetworkFile is null ? "the network was not kept: give --out FILE to keep it" : $"network written to {view.NetworkFile}");
        console.WriteLine();
        InferenceTables.Write(view.Evaluation, console);
    }

    /// <summary>Cycles and energy of an epoch by phase and layer, and what surrounds it.</summary>
    private static IRenderable Cost(TrainingCostView cost)
    {
        Table table = Tables.Create(("epoch on the device", false), ("forward", true), ("backward", true), ("update", true), ("energy", true));
        foreach (TrainingLayerView layer in cost.Layers)
        {
            table.AddRow(Tables.Cells(
                layer.Name, Quantity.Count(layer.Forward.Cycles), Quantity.Count(layer.Backward.Cycles), Quantity.Count(layer.Update.Cycles), Joules(layer.Forward + layer.Backward + layer.Update)));
        }

        table.AddRow(Tables.Cells("all", Quantity.Count(cost.Forward.Cycles), Quantity.Count(cost.Backward.Cycles), Quantity.Count(cost.Update.Cycles), Joules(cost.Epoch)));
        if (cost.Sequencer is { Stored: not null } s)
        {
            table.AddRow(Tables.Cells("of these, for instructions", Quantity.Count(s.Forward.Cycles), Quantity.Count(s.Backward.Cycles), Quantity.Count(s.Update.Cycles), ""));
        }

        table.AddRow(Tables.Cells("initial upload, once", Quantity.Count(cost.Upload.Cycles), "", "", Joules(cost.Upload)));
        table.AddRow(Tables.Cells("an evaluation", Quantity.Count(cost.Evaluation.Cycles), "", "", Joules(cost.Evaluation)));
        return Tables.Titled("cycles of training", table);
    }

    private static string Joules(TrainingPhaseView part) => part.EnergyAj is { } aj ? Quantity.Si((double)aj * 1e-18, "J") : "-";

    /// <summary>Both thresholds of each layer.</summary>
    public static IRenderable Thresholds(IEnumerable<ClipThresholdView> thresholds)
    {
        Table table = Tables.Create(("layer", false), ("lower", true), ("upper", true));
        foreach (ClipThresholdView t in thresholds)
        {
            table.AddRow(Tables.Cells(t.Layer, Real(t.Lower), Real(t.Upper)));
        }

        return Tables.Titled("clip thresholds", table);
    }

    private static string Real(float value) => value.ToString("0.00000", CultureInfo.InvariantCulture);
}
