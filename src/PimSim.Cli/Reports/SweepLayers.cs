using System.Globalization;
using System.Text.Json;
using PimSim.Core;
using PimSim.Exploration;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>The layers of some points of a sweep, with the peaks of their devices.</summary>
/// <param name="folder">The sweep.</param>
/// <param name="points">Which points.</param>
/// <param name="secondsPerCycle">The clock of a point.</param>
/// <param name="provenance">Its axes.</param>
internal sealed class SweepLayers(SweepFolder folder, IReadOnlyList<FrontPoint> points, Func<long, double> secondsPerCycle, SweepProvenance provenance)
{
    private readonly ResultTable layers = SweepResults.Layers(folder);

    /// <summary>The member <c>layers</c>.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ExplorationSpace space = SpaceReader.Load(folder.Space, int.MaxValue);
        ILookup<long, int> rows = Enumerable.Range(0, layers.Rows).ToLookup(r => (long)layers.Find(ResultColumns.Point)![r]!);
        json.WriteObjects("layers", points, point =>
        {
            DeviceModel? model = Model(space, point);
            json.WriteNumber("point", point.Point);
            json.WriteBoolean("knee", point.IsKnee);
            json.WriteNumber("secondsPerCycle", secondsPerCycle(point.Point));
            if (model is null)
            {
                json.WriteNull("peak");
            }
            else
            {
                PeakView.Of(model).WriteTo(json);
            }

            json.WriteObjects("layers", rows[point.Point], row =>
            {
                foreach (string column in (string[])["name", "cycles", "energyPj", "bitMacs", "realMacs", "columnReads", "busBytes"])
                {
                    json.WritePropertyName(column);
                    JsonSerializer.Serialize(json, layers.Find(column)![row]);
                }
            });
        });
    }

    /// <summary>The model of a point as it is now, or null where it cannot be loaded any more.</summary>
    private DeviceModel? Model(ExplorationSpace space, FrontPoint point)
    {
        PointDescription described = SweepPlan.Describe(space, provenance.Axes.Select((axis, i) => Given(axis, point.Axes[i])));
        try
        {
            return DeviceModelLoader.Load(described.Device, described.Set);
        }
        catch (UserErrorException)
        {
            return null;
        }
    }

    /// <summary>A value of the table as the space has it.</summary>
    private static string Given(AxisParameter axis, object? value) => value as string
        ?? axis.Values.First(text => double.Parse(text, CultureInfo.InvariantCulture) == Convert.ToDouble(value, CultureInfo.InvariantCulture));
}
