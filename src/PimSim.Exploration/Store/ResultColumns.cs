using System.Text.Json;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>The columns of <c>results.parquet</c>: point and round, the axes, whether it failed, then the figures (docs/sweeps.md).</summary>
public static class ResultColumns
{
    /// <summary>Number of the point.</summary>
    public const string Point = "point";

    private const string Round = "round";
    private const string Status = "status";
    private const string Error = "error";
    private const string Message = "message";

    /// <summary>Figures by column.</summary>
    private static readonly (ResultColumn Column, Func<PointFigures, object?> Value)[] Figures =
    [
        Text("deviceHash", f => f.DeviceHash),
        Text("networkHash", f => f.NetworkHash),
        Whole("imageCount", f => f.Images),
        Whole("cycles", f => f.Cycles),
        Real("timeSeconds", f => f.TimeSeconds),
        Whole("firstImageCycles", f => f.FirstImageCycles),
        Real("firstImageSeconds", f => f.FirstImageSeconds),
        Real("imagesPerSecond", f => f.ImagesPerSecond),
        Real("energyPj", f => f.EnergyPj),
        Real("powerW", f => f.PowerW),
        Real("energyDelayJs", f => f.EnergyDelayJs),
        Real("areaUm2", f => f.AreaUm2),
        Whole("correct", f => f.Correct),
        Real("accuracy", f => f.Accuracy),
        Real("accuracyLower", f => f.AccuracyLower),
        Real("accuracyUpper", f => f.AccuracyUpper),
        Text("predictionsSha256", f => f.PredictionsSha256),
        .. Enum.GetValues<CommandPhase>().Select((p, i) => Whole(Camel(p) + "Cycles", f => f.PhaseCycles[i])),
        .. Enum.GetValues<EnergyPart>().Select((p, i) => Real(Camel(p) + "Pj", f => f.EnergyByPartPj?[i])),
        Whole("uploadCycles", f => f.UploadCycles),
        Whole("uploadBytes", f => f.UploadBytes),
        Real("uploadEnergyPj", f => f.UploadEnergyPj),
        Whole("bitMacs", f => f.BitMacs),
        Whole("realMacs", f => f.RealMacs),
        Whole("columnReads", f => f.ColumnReads),
        Whole("busBytes", f => f.BusBytes),
        Whole("peakCycles", f => f.PeakCycles),
    ];

    private static readonly (ResultColumn Column, Func<PointLayer, object?> Value)[] Layers =
    [
        (new("name", typeof(string)), l => l.Name),
        (new("where", typeof(string)), l => l.Where),
        (new("cycles", typeof(long)), l => l.Cycles),
        (new("energyPj", typeof(double)), l => l.EnergyPj),
        (new("bitMacs", typeof(long)), l => l.BitMacs),
        (new("realMacs", typeof(long)), l => l.RealMacs),
        (new("peakCycles", typeof(long)), l => l.PeakCycles),
        (new("columnReads", typeof(long)), l => l.ColumnReads),
        (new("busBytes", typeof(long)), l => l.BusBytes),
    ];

    /// <summary>True for names that no axis can have.</summary>
    public static bool IsReserved(string name) =>
        name is Point or Round or Status or Error or Message || Figures.Any(f => string.Equals(f.Column.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A figure as a number, or null where there is none.</summary>
    internal static double? Number(string column, PointFigures figures) =>
        Figures.First(f => f.Column.Name == column).Value(figures) switch { long n => n, double d => d, _ => null };

    /// <summary>The table of points.</summary>
    internal static ResultTable OfPoints(ExplorationSpace space, IReadOnlyList<FinishedPoint> points)
    {
        string[][] values = [.. points.Select(p => space.ValuesAt(p.Point.Combination).ToArray())];
        List<(ResultColumn Column, object?[] Values)> columns =
        [
            Column(Point, typeof(long), points, p => p.Point.Number),
            Column(Round, typeof(long), points, p => (long)p.Point.Round),
        ];
        int at = 0;
        foreach (AxisParameter p in space.Parameters)
        {
            int index = at++;
            Type type = p.IsInteger ? typeof(long) : p.IsNumeric ? typeof(double) : typeof(string);
            columns.Add((new ResultColumn(p.Name, type), [.. values.Select(v => Typed(v[index], type))]));
        }

        columns.Add(Column(Status, typeof(string), points, p => p.Result.Figures is null ? "failed" : "ok"));
        columns.Add(Column(Error, typeof(string), points, p => p.Result.Error));
        columns.Add(Column(Message, typeof(string), points, p => p.Result.Message));
        columns.AddRange(Figures.Select(f => (f.Column, (object?[])[.. points.Select(p => p.Result.Figures is { } figures ? f.Value(figures) : null)])));
        return new ResultTable(columns);
    }

    /// <summary>The table of layers: one row for each layer of each point that was evaluated.</summary>
    internal static ResultTable OfLayers(IReadOnlyList<FinishedPoint> points)
    {
        (long Point, long Index, PointLayer Layer)[] rows =
            [.. points.SelectMany(p => (p.Result.Figures?.Layers ?? []).Select((l, i) => (p.Point.Number, (long)i, l)))];
        return new ResultTable(
        [
            (new ResultColumn(Point, typeof(long)), [.. rows.Select(r => (object?)r.Point)]),
            (new ResultColumn("layer", typeof(long)), [.. rows.Select(r => (object?)r.Index)]),
            .. Layers.Select(l => (l.Column, (object?[])[.. rows.Select(r => l.Value(r.Layer))])),
        ]);
    }

    private static object Typed(string text, Type type) =>
        type == typeof(long) ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : type == typeof(double) ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : text;

    private static (ResultColumn Column, object?[] Values) Column(string name, Type type, IReadOnlyList<FinishedPoint> points, Func<FinishedPoint, object?> value) =>
        (new ResultColumn(name, type), [.. points.Select(value)]);

    private static (ResultColumn Column, Func<PointFigures, object?> Value) Whole(string name, Func<PointFigures, long?> value) => (new(name, typeof(long)), f => value(f));

    private static (ResultColumn Column, Func<PointFigures, object?> Value) Real(string name, Func<PointFigures, double?> value) => (new(name, typeof(double)), f => value(f));

    private static (ResultColumn Column, Func<PointFigures, object?> Value) Text(string name, Func<PointFigures, string?> value) => (new(name, typeof(string)), value);

    private static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
