using System.Globalization;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Training;

namespace PimSim.Exploration;

/// <summary>Settings of training by name, as spaces give them, and the training of a point's network.</summary>
internal static class TrainingSettings
{
    private const string FaultsName = "faults";
    private const string NoFaults = "none";
    private const string CellFaults = "cells";
    private static readonly Dictionary<string, Func<TrainingOptions, string, TrainingOptions?>> Setters = new(StringComparer.Ordinal)
    {
        ["epochs"] = (o, v) => Whole(v) is { } n ? o with { Epochs = n } : null,
        ["batch"] = (o, v) => Whole(v) is { } n ? o with { BatchSize = n } : null,
        ["method"] = (o, v) => TrainingMethods.Find(v) is { } m ? o with { Method = m } : null,
        ["rate"] = (o, v) => Real(v) is { } r ? o with { LearningRate = r } : null,
        ["optimizer"] = (o, v) => v is "adam" or "sgd" ? o with { Optimizer = o.Optimizer with { Kind = v is "sgd" ? OptimizerKind.Sgd : OptimizerKind.Adam } } : null,
        ["momentum"] = (o, v) => Real(v) is { } r ? o with { Optimizer = o.Optimizer with { Momentum = r } } : null,
        ["decay"] = (o, v) => Real(v) is { } r ? o with { Optimizer = o.Optimizer with { Decay = r } } : null,
        ["warmUp"] = (o, v) => Whole(v) is { } n ? o with { Schedule = o.Schedule with { WarmUpSteps = n } } : null,
        ["labelSmoothing"] = (o, v) => Real(v) is { } r ? o with { LabelSmoothing = r } : null,
        ["images"] = (o, v) => Whole(v) is >= 2 ? o : null,
        [FaultsName] = (o, v) => v is NoFaults or CellFaults ? o : null,
        ["binarize"] = (o, v) => BinarizedLayerChoices.Names.Contains(v, StringComparer.Ordinal) ? o : null,
    };

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names => [.. Setters.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reports settings that do not exist (PIM1252) or cannot have the value that they are given (PIM1262).</summary>
    public static void Check(ExplorationSpace space, YamlContext context)
    {
        foreach ((string name, string value) in space.Training ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Check(name, value, 0, 0, context);
        }

        foreach (SpaceAxis axis in space.Axes)
        {
            foreach (AxisParameter p in axis.Parameters.Where(p => p.Path.StartsWith(SweepParameters.TrainingPrefix, StringComparison.Ordinal)))
            {
                foreach (string value in p.Values)
                {
                    Check(p.Path[SweepParameters.TrainingPrefix.Length..], value, axis.Place.Line, axis.Place.Column, context);
                }
            }
        }
    }

    /// <summary>What the trained network follows from; the device is part of it where its faulty cells hold what is trained.</summary>
    public static string KeyOf(PointDescription point, DeviceModel model) =>
        string.Join(' ', point.Training!.Select(t => $"{t.Key}={t.Value}"))
        + FormattableString.Invariant($" {point.Network} {point.Data} {point.Seed}") + (IsOnFaultyCells(point, model) ? " " + model.Hash : "");

    /// <summary>Trains the network of a point on one thread; the device does not matter for its weights, unless its faults are to.</summary>
    /// <exception cref="UserErrorException">As training says.</exception>
    public static BnnNetwork Train(PointDescription point, DeviceModel model, SharedWork shared, CancellationToken cancellation)
    {
        SortedDictionary<string, string> settings = point.Training!;
        ImageDataSet images = shared.Data(point.Data, DataSplit.Train);
        if (settings.TryGetValue("images", out string? count))
        {
            images = images.Take(Whole(count) ?? 0);
        }

        TrainingOptions options = new() { Seed = (ulong)point.Seed, Threads = 1 };
        foreach ((string name, string value) in settings)
        {
            options = Apply(options, name, value) ?? throw new UserErrorException("PIM1262", $"training cannot take {name} = {value}", null, Remedy(name));
        }

        BinarizedLayers? binarized = settings.TryGetValue("binarize", out string? layers) ? BinarizedLayerChoices.Find(layers) : null;
        TrainableNetwork form = TrainableNetworks.Resolve(point.Network, binarized, images);
        if (IsOnFaultyCells(point, model))
        {
            options = options with { Faults = FaultyTraining.Create(model, form, options, images.Count, (ulong)point.Seed, cancellation) };
        }

        return new Trainer(form, new PlacedOnly(DeviceModelLoader.Load(point.Device, []))).Run(options, images, images.Take(1), null, cancellation).Network;
    }

    private static bool IsOnFaultyCells(PointDescription point, DeviceModel model) =>
        model.Faults.IsActive && string.Equals(point.Training!.GetValueOrDefault(FaultsName), CellFaults, StringComparison.Ordinal);

    private static TrainingOptions? Apply(TrainingOptions options, string name, string value) =>
        Setters.TryGetValue(name, out Func<TrainingOptions, string, TrainingOptions?>? set) ? set(options, value) : null;

    private static void Check(string name, string value, int line, int column, YamlContext context)
    {
        if (!Setters.ContainsKey(name))
        {
            context.Diagnostics.Add(new Diagnostic("PIM1252", $"there is no setting '{name}' of training", context.File, line, column, NearestName.Remedy(name, Names)));
        }
        else if (Apply(new TrainingOptions(), name, value) is null)
        {
            context.Diagnostics.Add(new Diagnostic("PIM1262", $"training cannot take {name} = {value}", context.File, line, column, Remedy(name)));
        }
    }

    private static string Remedy(string name) => name switch
    {
        "method" => $"it is one of {string.Join(", ", TrainingMethods.Names)}",
        "binarize" => $"it is one of {string.Join(", ", BinarizedLayerChoices.Names)}",
        FaultsName => $"it is {NoFaults}, or {CellFaults} where the faults of the device hit what is trained",
        "optimizer" => "it is one of adam, sgd",
        _ => "give a number",
    };

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static float? Real(string text) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value : null;

    /// <summary>Sees that the network can be placed; the point itself is evaluated afterwards.</summary>
    private sealed class PlacedOnly(DeviceModel model) : INetworkEvaluator
    {
        public void Check(BnnNetwork network) => Placement.Create(model, WorkloadBuilder.Build(network, model));

        public int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken) => 0;
    }
}
