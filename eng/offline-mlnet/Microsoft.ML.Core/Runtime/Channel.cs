using System.Globalization;

namespace Microsoft.ML.Runtime;

internal sealed class Channel(LocalEnvironment environment, string fullName) : IChannel
{
    public string ContextDescription => fullName;

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public void Send(ChannelMessage msg) => environment.Send(fullName, msg);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, sensitivity, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Trace, sensitivity, fmt, args);

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, sensitivity, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Error, sensitivity, fmt, args);

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Warning, sensitivity, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Warning, sensitivity, fmt, args);

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, sensitivity, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Info, sensitivity, fmt, args);

    public void Dispose()
    {
    }

    private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string text) =>
        Send(new ChannelMessage(kind, sensitivity, text));

    private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] args) =>
        Send(kind, sensitivity, string.Format(CultureInfo.CurrentCulture, format, args));
}
