namespace PimSim.Interop;

/// <summary>
/// The built-in operators of TensorFlow Lite that networks of Larq use: number, name, options.
/// Source: TensorFlow, tensorflow/lite/schema/schema.fbs (version 3).
/// </summary>
internal static class TfliteOperators
{
    private const byte None = 0;

    private static readonly TfliteOption[] Convolution =
        [new(0, "padding", None), new(1, "stride_w", 0), new(2, "stride_h", 0), new(3, "fused_activation_function", None), new(4, "dilation_w_factor", 1), new(5, "dilation_h_factor", 1)];

    private static readonly TfliteOption[] Depthwise =
        [new(0, "padding", None), new(1, "stride_w", 0), new(2, "stride_h", 0), new(3, "depth_multiplier", 0), new(4, "fused_activation_function", None), new(5, "dilation_w_factor", 1), new(6, "dilation_h_factor", 1)];

    private static readonly TfliteOption[] Pool =
        [new(0, "padding", None), new(1, "stride_w", 0), new(2, "stride_h", 0), new(3, "filter_width", 0), new(4, "filter_height", 0), new(5, "fused_activation_function", None)];

    private static readonly TfliteOption[] Fused = [new(0, "fused_activation_function", None)];

    private static readonly Dictionary<int, (string Name, TfliteOption[] Options)> Known = new()
    {
        [0] = ("ADD", Fused),
        [1] = ("AVERAGE_POOL_2D", Pool),
        [2] = ("CONCATENATION", [new(0, "axis", 0), new(1, "fused_activation_function", None)]),
        [3] = ("CONV_2D", Convolution),
        [4] = ("DEPTHWISE_CONV_2D", Depthwise),
        [6] = ("DEQUANTIZE", []),
        [9] = ("FULLY_CONNECTED", [new(0, "fused_activation_function", None), new(1, "weights_format", None), new(2, "keep_num_dims", None)]),
        [14] = ("LOGISTIC", []),
        [17] = ("MAX_POOL_2D", Pool),
        [18] = ("MUL", Fused),
        [19] = ("RELU", []),
        [21] = ("RELU6", []),
        [22] = ("RESHAPE", [new(0, "new_shape", Array.Empty<int>())]),
        [25] = ("SOFTMAX", [new(0, "beta", 0f)]),
        [34] = ("PAD", []),
        [39] = ("TRANSPOSE", []),
        [40] = ("MEAN", [new(0, "keep_dims", None)]),
        [41] = ("SUB", Fused),
        [42] = ("DIV", Fused),
        [43] = ("SQUEEZE", [new(0, "squeeze_dims", Array.Empty<int>())]),
        [54] = ("PRELU", []),
        [56] = ("ARG_MAX", []),
        [55] = ("MAXIMUM", []),
        [57] = ("MINIMUM", []),
        [77] = ("SHAPE", []),
        [114] = ("QUANTIZE", []),
    };

    /// <summary>Name of an operator by its number; <c>BUILTIN_n</c> for others, which importers refuse by this name.</summary>
    public static string Name(int code) => Known.TryGetValue(code, out (string Name, TfliteOption[] Options) known) ? known.Name : $"BUILTIN_{code}";

    /// <summary>The options of an operator as attributes: numbers as long, float, or an array of long.</summary>
    public static Dictionary<string, object> Options(int code, FlatTable? table)
    {
        Dictionary<string, object> attributes = new(StringComparer.Ordinal);
        if (table is { } options && Known.TryGetValue(code, out (string Name, TfliteOption[] Options) known))
        {
            foreach (TfliteOption option in known.Options)
            {
                attributes.Add(option.Name, option.Fallback switch
                {
                    byte fallback => (long)options.Byte(option.Field, fallback),
                    int fallback => (long)options.Int32(option.Field, fallback),
                    float fallback => options.Single(option.Field, fallback),
                    _ => options.Int32s(option.Field).Select(value => (long)value).ToArray(),
                });
            }
        }

        return attributes;
    }
}
