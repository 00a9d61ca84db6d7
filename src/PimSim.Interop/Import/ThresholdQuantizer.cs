namespace PimSim.Interop;

/// <summary>MultiThreshold: out_scale * #{thresholds not above x} + out_bias.</summary>
internal sealed class ThresholdQuantizer : Quantizer
{
    private readonly OnnxConstant thresholds;
    private readonly int steps;
    private readonly Surd[] levels;
    private readonly bool channelsLast;

    public ThresholdQuantizer(OnnxNode node, OnnxConstant thresholds)
        : base(node)
    {
        if (thresholds.Shape.Length != 2)
        {
            throw ImportFault.Operand(node, $"has thresholds of shape [{string.Join(", ", thresholds.Shape)}], not channels x steps");
        }

        this.thresholds = thresholds;
        steps = thresholds.Shape[1];
        var scale = Surd.From(node.Attribute("out_scale", 1f));
        var bias = Surd.From(node.Attribute("out_bias", 0f));
        levels = [.. Enumerable.Range(0, steps + 1).Select(count => (scale * count) + bias)];
        channelsLast = node.Attribute("data_layout", "").EndsWith('C');
    }

    public override Func<int, int> RuleOf(int[] shape)
    {
        int channels = thresholds.Shape[0];
        if (channels == 1)
        {
            return _ => 0;
        }

        // Of a matrix, both layouts name the last axis.
        int axis = channelsLast || shape.Length < 2 ? shape.Length - 1 : 1;
        if (axis < 0 || shape[axis] != channels)
        {
            throw ImportFault.Operand(Node, $"has thresholds of {channels} channels for a tensor of [{string.Join(", ", shape)}]");
        }

        int inner = (int)TensorAxes.Count(shape[(axis + 1)..]);
        return i => i / inner % channels;
    }

    public override bool AreSame(int rule, int other)
    {
        for (int t = 0; t < steps; t++)
        {
            if (!thresholds[(rule * steps) + t].Equals(thresholds[(other * steps) + t]))
            {
                return false;
            }
        }

        return true;
    }

    public override Surd Apply(Surd x, int rule)
    {
        int count = 0;
        for (int t = 0; t < steps; t++)
        {
            count += x.CompareTo(thresholds[(rule * steps) + t]) >= 0 ? 1 : 0;
        }

        return levels[count];
    }
}
