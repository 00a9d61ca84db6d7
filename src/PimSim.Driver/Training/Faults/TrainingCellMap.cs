using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Which cells hold what of a training, column by column. Made once for a placement; domains are alike.</summary>
internal sealed class TrainingCellMap
{
    private readonly TrainingPlacement placement;
    private readonly UnitGeometry g;
    private readonly Dictionary<TrainingColumn, ColumnAccesses> columns = [];

    public TrainingCellMap(TrainingPlacement placement)
    {
        this.placement = placement;
        g = placement.Geometry;
        foreach (BlockLayout b in placement.Blocks)
        {
            Parameters(b);
            Signs(b);
            Windows(b);
        }

        Dense(placement.Dense);
        Kinds = new StoredKinds(placement.Model.Organization);
        foreach (ColumnAccesses accesses in columns.Values)
        {
            accesses.Tell(Kinds);
        }
    }

    /// <summary>What rows hold.</summary>
    public StoredKinds Kinds { get; }

    /// <summary>All columns.</summary>
    public IEnumerable<TrainingColumn> All => columns.Keys;

    /// <summary>The accesses of a column.</summary>
    public ColumnAccesses Of(TrainingColumn column) => columns[column];

    private int NumberBits => g.LaneBits / g.Lanes;

    private void Parameters(BlockLayout b)
    {
        int weights = ParameterColumn.Count + (b.Block.Standardizes ? 1 : 0);
        for (int c = 0; c < weights; c++)
        {
            ColumnAccesses to = New(new TrainingColumn(TrainingTensor.Weights, b.Index, c), TensorKind.Weights);
            if (b.Block.IsBinary)
            {
                Lines(to, b.Weights, b.Outputs.PerUnit, c, (line, record, unit, lane) =>
                {
                    int channel = b.Outputs.ChannelInUnit(unit, line);
                    int element = (record * g.Lanes) + lane;
                    return channel < 0 || element >= b.Elements ? -1 : (channel * b.Weights.Records * g.Lanes) + element;
                });
            }
            else
            {
                Channels(to, b.Weights, b.Outputs, b.Elements, c, (channel, element) => (channel * b.Elements) + element);
            }
        }

        for (int c = 0; c < NormColumn.Count - (b.Block.ScalesChannels ? 0 : 1); c++)
        {
            Channels(New(new TrainingColumn(TrainingTensor.Norm, b.Index, c), TensorKind.Weights), b.Norm, b.Outputs, 1, c, (channel, _) => channel);
        }

        int units = Math.Min(g.Units, b.Outputs.Groups);
        for (int c = 0; b.Scalars is not null && c < ScalarColumn.Count; c++)
        {
            Lines(New(new TrainingColumn(TrainingTensor.Scalars, b.Index, c), TensorKind.Thresholds), b.Scalars, 1, c, (_, _, unit, lane) => unit < units ? (unit * g.Lanes) + lane : -1);
        }

        if (b.Deviations is not null)
        {
            ColumnAccesses to = New(new TrainingColumn(TrainingTensor.Deviations, b.Index), TensorKind.Weights);
            for (int c = 0; c < b.Outputs.PerUnit; c++)
            {
                int inUnit = c;
                Lines(to, b.Deviations, 1, c, (_, _, unit, lane) => b.Outputs.ChannelInUnit(unit, inUnit) is >= 0 and var channel ? (channel * g.Lanes) + lane : -1);
            }
        }
    }

    private void Signs(BlockLayout b)
    {
        if (!b.Block.IsBinary)
        {
            return;
        }

        ColumnAccesses signs = New(new TrainingColumn(TrainingTensor.Signs, b.Index), TensorKind.Weights, 1);
        for (int j = 0; j < b.Outputs.PerUnit; j++)
        {
            int inUnit = j;
            Lines(signs, b.Signs!, 1, j, (_, chunk, unit, bit) =>
            {
                int channel = b.Outputs.ChannelInUnit(unit, inUnit);
                int element = (chunk * g.LaneBits) + bit;
                return channel < 0 || element >= b.Elements ? -1 : (channel * b.Elements) + element;
            });
        }

        ColumnAccesses transposed = New(new TrainingColumn(TrainingTensor.TransposedSigns, b.Index), TensorKind.Weights, 1);
        int perColumn = g.LaneBits / g.Lanes;
        for (int t = 0; t < b.Taps; t++)
        {
            int tap = t;
            Lines(transposed, b.Transposed!, b.Inputs!.Vectors, t, (vector, record, unit, bit) =>
            {
                int output = (record * perColumn) + (bit / g.Lanes);
                int input = b.Inputs.Channel(vector, unit, bit % g.Lanes);
                return input < 0 || output >= b.Shape.OutChannels ? -1 : (output * b.Elements) + (tap * b.Shape.Channels) + input;
            });
        }
    }

    private void Windows(BlockLayout b)
    {
        for (int slot = 0; slot < b.Windows.Count; slot++)
        {
            Window(b, TrainingTensor.Results, 0, slot, b.ResultColumn);
            Window(b, TrainingTensor.Gradients, 0, slot, b.GradientColumn);
            if (b.Positions > 1)
            {
                Window(b, TrainingTensor.Places, 0, slot, b.PlaceColumn);
                for (int q = 0; q < b.Positions; q++)
                {
                    int position = q;
                    Window(b, TrainingTensor.Positions, q, slot, v => b.PositionColumn(v, position));
                }
            }
        }
    }

    private void Window(BlockLayout b, TrainingTensor tensor, int column, int slot, Func<int, int> at)
    {
        ColumnAccesses to = New(new TrainingColumn(tensor, b.Index, column, slot), TensorKind.Activations);
        LayerShape s = b.Shape;
        for (int v = 0; v < b.Outputs.Vectors; v++)
        {
            int vector = v;
            Lines(to, b.Windows[slot], TrainingWorkload.BlockImages * s.PooledHeight, at(v), (line, record, unit, lane) =>
                b.Outputs.Channel(vector, unit, lane) is >= 0 and var channel ? (((line * s.PooledWidth) + record) * s.OutChannels) + channel : -1);
        }
    }

    private void Dense(DenseLayout d)
    {
        for (int c = 0; c < ParameterColumn.Count; c++)
        {
            Channels(New(new TrainingColumn(TrainingTensor.DenseWeights, 0, c), TensorKind.Weights), d.Weights, d.Outputs, d.Elements, c, (o, element) => (o * d.Elements) + element);
            Channels(New(new TrainingColumn(TrainingTensor.DenseBias, 0, c), TensorKind.Weights), d.Bias, d.Outputs, 1, c, (o, _) => o);
        }

        for (int slot = 0; slot < d.ScoreGradients.Count; slot++)
        {
            ColumnAccesses gradients = New(new TrainingColumn(TrainingTensor.ScoreGradients, Slot: slot), TensorKind.Activations);
            Channels(gradients, d.ScoreGradients[slot], d.Outputs, TrainingWorkload.BlockImages, 0, (o, image) => (image * d.Outputs.Channels) + o);
        }

        LayerShape last = placement.Blocks[^1].Shape;
        ColumnAccesses transposed = New(new TrainingColumn(TrainingTensor.DenseTransposed), TensorKind.Weights);
        for (int o = 0; o < d.Outputs.Channels; o++)
        {
            int output = o;
            Lines(transposed, d.Transposed, d.Inputs.Vectors * last.PooledHeight, o, (line, record, unit, lane) =>
            {
                int channel = d.Inputs.Channel(line / last.PooledHeight, unit, lane);
                int pixel = (line % last.PooledHeight * last.PooledWidth) + record;
                return channel < 0 ? -1 : (output * d.Elements) + (pixel * last.OutChannels) + channel;
            });
        }
    }

    private ColumnAccesses New(TrainingColumn column, TensorKind kind, int bits = 0) => columns[column] = new ColumnAccesses(g, kind, bits == 0 ? NumberBits : bits);

    /// <summary>A channel a lane; a line a vector, a record an element.</summary>
    private void Channels(ColumnAccesses to, LineRegion region, ChannelMap map, int records, int column, Func<int, int, int> number) =>
        Lines(to, region, map.Vectors, column, (line, record, unit, lane) =>
            record < records && map.Channel(line, unit, lane) is >= 0 and var channel ? number(channel, record) : -1);

    private void Lines(ColumnAccesses to, LineRegion region, int lines, int column, Func<int, int, int, int, int> number)
    {
        for (int line = 0; line < lines; line++)
        {
            for (int record = 0; record < region.Records; record++)
            {
                ColumnPlace place = region.Place(line, record);
                for (int unit = 0; unit < g.Units; unit++)
                {
                    (int l, int r, int u) = (line, record, unit);
                    to.Add(place with { Column = place.Column + column }, unit, n => number(l, r, u, n));
                }
            }
        }
    }
}
