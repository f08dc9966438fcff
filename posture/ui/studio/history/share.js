// Prints a file from a hidden frame, or hands it to the device's own share sheet.
export default function ({ data, parentElement }) {
  const [print, share] = parentElement.querySelectorAll("button");
  const said = parentElement.querySelector(".said");
  const bytes = Uint8Array.from(atob(data.data), (one) => one.charCodeAt(0));
  const file = new File([bytes], data.name, { type: data.type });
  const address = URL.createObjectURL(file);
  print.textContent = data.words.print;
  share.textContent = data.words.share;
  // Browsers have it on a secure page only, and not for every kind of file.
  share.hidden = !(data.may_share && navigator.canShare?.({ files: [file] }));

  print.onclick = () => {
    const frame = document.createElement("iframe");
    frame.style.cssText = "position: fixed; width: 0; height: 0; border: 0;";
    frame.onload = () => frame.contentWindow.print();
    frame.src = address;
    parentElement.append(frame);
  };

  share.onclick = async () => {
    said.textContent = "";
    try {
      await navigator.share({ files: [file], title: data.name });
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = data.words.failed;
    }
  };

  return () => URL.revokeObjectURL(address);
}
